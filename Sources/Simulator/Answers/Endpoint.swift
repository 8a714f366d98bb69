import HTTPTypes
import Hummingbird
import QubitroModel

/// One operation of the API, under the name that its answers give it.
struct Endpoint: Sendable {
  let action: String
  let shape: Shape

  /// An answer that holds something, or the refusal.
  func answer(_ status: HTTPResponse.Status = .ok, _ message: String, _ data: () async throws -> WireValue) async throws -> Response
  {
    try await refusing {
      JSONAnswer.response(status, shape.body(action, status: Int(status.code), message, data: try await data()))
    }
  }

  /// An answer that only says that it is done, or the refusal.
  func answer(_ message: String, doing body: () async throws -> Void) async throws -> Response {
    try await refusing {
      try await body()
      return JSONAnswer.response(.ok, shape.done(action, message))
    }
  }

  /// An error that is no refusal of the model's.
  func failure(_ status: HTTPResponse.Status, retryAfter: String? = nil) -> Response {
    let code = status.reasonPhrase.lowercased().replacing(" ", with: "_")
    let body = shape.error(action, status: Int(status.code), code: code, status.reasonPhrase)
    var response = JSONAnswer.response(status, body)
    response.headers[.retryAfter] = retryAfter
    return response
  }

  func refusal(_ refusal: Refusal) -> Response {
    let status = HTTPResponse.Status(code: refusal.status)
    let body = shape.error(action, status: refusal.status, code: refusal.code, refusal.message, details: refusal.details)
    return JSONAnswer.response(status, body)
  }

  /// The answer that `body` comes to, or the refusal.
  func refusing(_ body: () async throws -> Response) async throws -> Response {
    do {
      return try await body()
    } catch let refusal as Refusal {
      return self.refusal(refusal)
    }
  }
}

/// Responses with a JSON body.
enum JSONAnswer {
  static func response(_ status: HTTPResponse.Status, _ value: WireValue) -> Response {
    response(status, ResponseBody(byteBuffer: value.json))
  }

  static func response(_ status: HTTPResponse.Status, _ body: ResponseBody) -> Response {
    Response(status: status, headers: [.contentType: "application/json"], body: body)
  }
}
