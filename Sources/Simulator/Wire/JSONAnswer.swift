import HTTPTypes
import Hummingbird

/// Responses with a JSON body.
enum JSONAnswer {
  static func response(_ status: HTTPResponse.Status, _ value: WireValue) -> Response {
    response(status, ResponseBody(byteBuffer: value.json))
  }

  static func response(_ status: HTTPResponse.Status, _ body: ResponseBody) -> Response {
    Response(status: status, headers: [.contentType: "application/json"], body: body)
  }
}
