import HTTPTypes
import Hummingbird
import QubitroModel

/// Makes the answers of one operation of the API.
struct Endpoint: Sendable {
  /// The name that the answers give to the operation.
  let action: String
  let shape: Shape

  /// An answer that holds something, or the refusal.
  func answer(
    _ status: HTTPResponse.Status = .ok, _ message: String, _ data: () async throws -> JSONValue
  ) async throws -> Response {
    try await answerOrRefusal {
      Response.json(
        status, shape.body(action, status: Int(status.code), message, data: try await data()))
    }
  }

  /// An answer that only says that it is done, or the refusal.
  func answer(_ message: String, doing body: () async throws -> Void) async throws -> Response {
    try await answerOrRefusal {
      try await body()
      return .json(.ok, shape.done(action, message))
    }
  }

  /// An error that the model knows nothing of.
  func failure(_ status: HTTPResponse.Status, retryAfter: String? = nil) -> Response {
    let code = status.reasonPhrase.lowercased().replacing(" ", with: "_")
    let body = shape.error(action, status: Int(status.code), code: code, status.reasonPhrase)
    var response = Response.json(status, body)
    response.headers[.retryAfter] = retryAfter
    return response
  }

  /// What the API answers when the model refuses a request.
  func refusal(_ refusal: Refusal) -> Response {
    let status = HTTPResponse.Status(code: refusal.status)
    let body = shape.error(
      action, status: refusal.status, code: refusal.code, refusal.message, details: refusal.details)
    return .json(status, body)
  }

  /// The answer that `body` makes, or the refusal that it throws.
  func answerOrRefusal(_ body: () async throws -> Response) async throws -> Response {
    do {
      return try await body()
    } catch let refusal as Refusal {
      return self.refusal(refusal)
    }
  }
}

extension World {
  /// The operation of that name, in the shape in which this world answers.
  nonisolated func endpoint(_ action: String) -> Endpoint {
    Endpoint(action: action, shape: settings.shape)
  }
}

extension Refusal {
  /// The body of a request is no JSON, or not the JSON that the API asks for.
  static let unreadableBody = Refusal.invalid(
    "the body is not a JSON object with the documented fields")
}

extension Response {
  /// An answer with a JSON body.
  static func json(_ status: HTTPResponse.Status, _ value: JSONValue) -> Response {
    json(status, ResponseBody(byteBuffer: value.bytes))
  }

  static func json(_ status: HTTPResponse.Status, _ body: ResponseBody) -> Response {
    Response(status: status, headers: [.contentType: "application/json"], body: body)
  }
}
