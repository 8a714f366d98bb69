import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import QubitroModel

/// `POST /v2/projects/{PROJECT_ID}/devices`, well-behaved or not.
struct CreateDeviceRoute: Sendable {
  let world: World

  private var endpoint: Endpoint { Endpoint(action: "create device", shape: world.settings.shape) }

  func respond(to request: Request, context: SimulatorContext) async throws -> Response {
    let project = try context.parameters.require("project")
    let body = try? await request.decode(as: DeviceRequest.self, context: context)
    switch try await world.create(body, in: project, as: request.bearer, request: context.number) {
    case .created(let device, let fault): return try await answer(device, spoiledBy: fault, context)
    case .failed(let fault): return try failure(fault)
    case .refused(let reason): return endpoint.refusal(reason)
    case .limited(let seconds): return endpoint.failure(.tooManyRequests, retryAfter: String(seconds))
    }
  }

  private func answer(_ device: ModelDevice, spoiledBy fault: Fault, _ context: SimulatorContext) async throws
    -> Response
  {
    switch fault {
    case .dropAfterCreate: throw ConnectionDropped()
    case .stall:
      try await stall(context.channel)
      throw ConnectionDropped()
    case .holdAfterCreate:
      await world.hold()
      return JSONAnswer.response(.created, body(device))
    case .error500AfterCreate, .error502AfterCreate, .error503AfterCreate, .error504AfterCreate, .lateCreate,
      .conflictAfterCreate:
      return try failure(fault)
    case .unreadableBody: return SpoiledBody.text("created")
    case .htmlBody: return SpoiledBody.page("Welcome", status: .created)
    case .missingToken: return JSONAnswer.response(.created, body(device, as: .createdWithoutToken))
    case .truncatedBody: return SpoiledBody.truncated(body(device).json)
    case .oversizedBody: return SpoiledBody.padded(body(device).json, with: 8 << 20)
    case .slowDrip: return SpoiledBody.dripping(body(device).json, over: world.settings.dripTime)
    case .closeWhenIdle: return SpoiledBody.closing(body(device).json, context.channel)
    default: return JSONAnswer.response(.created, body(device))
    }
  }

  private func body(_ device: ModelDevice, as view: Shape.View = .created) -> WireValue {
    let shape = world.settings.shape
    return shape.body(endpoint.action, status: 201, "Device created successfully.", data: shape.device(device, as: view))
  }

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
    case .tooManyRequestsAfterDate: endpoint.failure(.tooManyRequests, retryAfter: soon.httpDate)
    case .tooManyRequestsBare: endpoint.failure(.tooManyRequests)
    case .conflict, .conflictAfterCreate: endpoint.failure(.conflict)
    default: endpoint.failure(.internalServerError)
    }
  }

  /// At least a second ahead, though a date has whole seconds only.
  private var soon: Timestamp { Timestamp(seconds: world.settings.now().seconds + 2) }

  /// Returns when the client leaves or the limit passes; the connection is closed then.
  private func stall(_ channel: any Channel) async throws {
    try await channel.pipeline.addHandler(DepartureHandler()).get()
    let limit = channel.eventLoop.scheduleTask(in: TimeAmount(world.settings.stallLimit)) { channel.close(promise: nil) }
    try await channel.closeFuture.get()
    limit.cancel()
  }
}

/// Closes the connection once the client has closed its half, which a server otherwise takes for the end of its requests alone.
final class DepartureHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = NIOAny

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }
}

extension Timestamp {
  static var now: Timestamp { Timestamp(seconds: Int64(Date.now.timeIntervalSince1970)) }

  /// The form that HTTP headers use: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
  var httpDate: String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let fields = description.split { "-T".contains($0) }
    let month = months[(Int(fields[1]) ?? 1) - 1]
    // 1970-01-01 was a Thursday.
    let day = days[Int(seconds / 86_400 % 7)]
    return "\(day), \(fields[2]) \(month) \(fields[0]) \(fields[3].dropLast()) GMT"
  }
}
