import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A response with a JSON body and sorted fields.
enum JSONAnswer {
  static func response(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let body = ByteBuffer(bytes: try encoder.encode(value))
    return Response(
      status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: body))
  }
}
