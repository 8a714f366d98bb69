import HTTPTypes
import Hummingbird
import NIOCore
import QubitroModel

/// `POST /v2/projects/{PROJECT_ID}/devices`, well-behaved or not.
struct CreateDeviceRoute: Sendable {
  let world: World

  func respond(to request: Request, context: SimulatorContext) async throws -> Response {
    let project = try context.parameters.require("project")
    guard let body = try? await request.decode(as: DeviceRequest.self, context: context) else {
      return try refusal(.invalid("the body is not a JSON object with the documented fields"))
    }
    switch await world.create(body, in: project, as: bearer(in: request)) {
    case .created(let device, let fault): return try await answer(device, spoiledBy: fault, on: context.channel)
    case .failed(let fault): return try await answer(nil, spoiledBy: fault, on: context.channel)
    case .refused(let reason): return try refusal(reason)
    }
  }

  private func bearer(in request: Request) -> String? {
    guard let value = request.headers[.authorization], value.hasPrefix("Bearer ") else { return nil }
    return String(value.dropFirst("Bearer ".count))
  }

  private func answer(_ device: ModelDevice?, spoiledBy fault: Fault, on channel: any Channel) async throws -> Response {
    switch fault {
    case .dropBeforeCreate, .dropAfterCreate:
      try? await channel.close()
      return Response(status: .internalServerError)
    case .error500BeforeCreate, .error500AfterCreate:
      return try envelope(.internalServerError, "Internal server error", data: nil)
    case .tooManyRequests:
      var response = try envelope(.tooManyRequests, "Too many requests", data: nil)
      response.headers[.retryAfter] = "0"
      return response
    case .unreadableBody:
      return Response(status: .created, body: ResponseBody(byteBuffer: ByteBuffer(string: "created")))
    case .truncatedBody:
      return truncated(try created(device))
    case .missingToken:
      return try created(device, withToken: false)
    case .holdAfterCreate:
      await world.hold()
      return try created(device)
    case .none:
      return try created(device)
    }
  }

  private func created(_ device: ModelDevice?, withToken: Bool = true) throws -> Response {
    let data = device.map { DeviceBody($0, withToken: withToken) }
    return try envelope(.created, "Device created successfully.", data: data)
  }

  private func refusal(_ reason: Refusal) throws -> Response {
    try envelope(HTTPResponse.Status(code: reason.status), reason.message, data: nil)
  }

  private func envelope(_ status: HTTPResponse.Status, _ message: String, data: DeviceBody?) throws -> Response {
    try JSONAnswer.response(
      status,
      Envelope(
        success: status.kind == .successful, action: "create device", status: Int(status.code), message: message, data: data))
  }

  /// The same head, half of the bytes, and then a failure, at which the server closes the connection.
  private func truncated(_ response: Response) -> Response {
    let length = response.body.contentLength ?? 0
    var head = response.headers
    head[.contentLength] = String(length)
    let body = ResponseBody { writer in
      try await writer.write(ByteBuffer(repeating: UInt8(ascii: "{"), count: length / 2))
      throw HTTPError(.internalServerError)
    }
    return Response(status: response.status, headers: head, body: body)
  }
}
