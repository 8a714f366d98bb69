import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import QubitroModel

/// `POST /v2/projects/{PROJECT_ID}/devices`, with the faults that may strike it.
struct CreateDeviceRoute: Sendable {
  let world: World

  private var endpoint: Endpoint { world.endpoint("create device") }

  func respond(to request: Request, context: SimulatorContext) async throws -> Response {
    let project = try context.project
    let body = try? await request.decode(as: DeviceRequest.self, context: context)
    switch try await world.create(body, in: project, as: request.bearer, request: context.number) {
    case .created(let device, let fault): return try await answer(device, spoiledBy: fault, context)
    case .failed(let fault): return try failure(fault)
    case .refused(let reason): return endpoint.refusal(reason)
    case .limited(let seconds):
      return endpoint.failure(.tooManyRequests, retryAfter: String(seconds))
    }
  }

  /// The answer to a request that has created a device.
  private func answer(
    _ device: ModelDevice, spoiledBy fault: Fault, _ context: SimulatorContext
  ) async throws -> Response {
    switch fault {
    case .dropAfterCreate: throw ConnectionDropped()
    case .stall:
      try await stall(context.channel)
      throw ConnectionDropped()
    case .holdAfterCreate:
      await world.hold()
      return .json(.created, body(device))
    case .error500AfterCreate, .error502AfterCreate, .error503AfterCreate, .error504AfterCreate,
      .lateCreate, .conflictAfterCreate:
      return try failure(fault)
    case .unreadableBody: return SpoiledBody.text("created")
    case .htmlBody: return SpoiledBody.page("Welcome", status: .created)
    case .missingToken: return .json(.created, body(device, as: .createdWithoutToken))
    case .truncatedBody: return SpoiledBody.truncated(body(device).bytes)
    case .oversizedBody: return SpoiledBody.padded(body(device).bytes, with: 8 << 20)
    case .slowDrip: return SpoiledBody.dripping(body(device).bytes, over: world.settings.dripTime)
    case .closeWhenIdle: return SpoiledBody.closing(body(device).bytes, context.channel)
    default: return .json(.created, body(device))
    }
  }

  private func body(_ device: ModelDevice, as view: Shape.View = .created) -> JSONValue {
    let shape = world.settings.shape
    return shape.body(
      endpoint.action, status: 201, "Device created successfully.",
      data: shape.device(device, as: view))
  }

  /// The error that a fault answers with, whether the device was created or not.
  private func failure(_ fault: Fault) throws -> Response {
    switch fault {
    case .dropBeforeCreate: throw ConnectionDropped()
    case .html502: SpoiledBody.page("502 Bad Gateway", status: .badGateway)
    case .error502BeforeCreate, .error502AfterCreate: endpoint.failure(.badGateway)
    case .error503BeforeCreate, .error503AfterCreate: endpoint.failure(.serviceUnavailable)
    case .error504BeforeCreate, .error504AfterCreate, .lateCreate: endpoint.failure(.gatewayTimeout)
    case .serviceUnavailableWithRetryAfter: endpoint.failure(.serviceUnavailable, retryAfter: "1")
    case .tooManyRequests: endpoint.failure(.tooManyRequests, retryAfter: "0")
    case .tooManyRequestsAfterSeconds: endpoint.failure(.tooManyRequests, retryAfter: "1")
    case .tooManyRequestsAfterDate:
      endpoint.failure(.tooManyRequests, retryAfter: retryDate.httpDate)
    case .tooManyRequestsBare: endpoint.failure(.tooManyRequests)
    case .conflict, .conflictAfterCreate: endpoint.failure(.conflict)
    default: endpoint.failure(.internalServerError)
    }
  }

  /// Two seconds ahead: a date has whole seconds only, so it is more than a second from now.
  private var retryDate: Timestamp { Timestamp(seconds: world.settings.now().seconds + 2) }

  /// Returns when the client has left or the limit has passed; the connection is closed then.
  private func stall(_ channel: any Channel) async throws {
    try await channel.pipeline.addHandler(HalfClosureHandler()).get()
    let limit = channel.eventLoop.scheduleTask(in: TimeAmount(world.settings.stallLimit)) {
      channel.close(promise: nil)
    }
    try await channel.closeFuture.get()
    limit.cancel()
  }
}

/// Closes the connection as soon as the client has closed its half.
///
/// Without it, the server takes that for the end of the requests, and keeps the connection open for
/// the answer.
private final class HalfClosureHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = NIOAny

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }
}

extension Timestamp {
  /// The form that HTTP headers use: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
  fileprivate var httpDate: String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
  }
}
