import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Responses with a JSON body, its fields sorted.
enum JSONAnswer {
  static func response(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: try bytes(of: value)))
  }

  static func bytes(of value: some Encodable) throws -> ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ByteBuffer(bytes: try encoder.encode(value))
  }
}
