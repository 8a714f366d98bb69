import HTTPTypes
import Hummingbird
import QubitroModel

/// `/v2/projects/{PROJECT_ID}/devices` and the devices below it, but for the create.
struct DeviceRoutes: Sendable {
  let world: World

  private var shape: Shape { world.settings.shape }

  func list(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    let endpoint = Endpoint(action: "list devices", shape: shape)
    let fault = await world.fault(for: .list, of: context.number)
    switch fault {
    case .listDrop: throw ConnectionDropped()
    case .listForbidden: return endpoint.refusal(.forbidden)
    case .listError500: return endpoint.failure(.internalServerError)
    case .listTooManyRequests: return endpoint.failure(.tooManyRequests, retryAfter: "0")
    default: break
    }
    return try await endpoint.refusing {
      let project = try context.parameters.require("project")
      let metadata = shape.rules.filtersByMetadata ? try MetadataFilter.pairs(in: request.query("metadata") ?? "") : [:]
      let devices = try await world.listDevices(in: project, matching: metadata, as: request.bearer, spoiledBy: fault)
      let envelope = shape.body(endpoint.action, status: 200, "Devices listed successfully.", data: .array([]))
      let answer = DeviceListAnswer(devices, in: envelope) { [shape] in shape.device($0, as: .listed) }
      return fault == .listHalfBody ? SpoiledBody.truncated(answer.whole, status: .ok) : answer.response
    }
  }

  func get(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    let endpoint = Endpoint(action: "get device", shape: shape)
    switch await world.fault(for: .get, of: context.number) {
    case .getNotFound: return endpoint.refusal(.notFound)
    case .getError500: return endpoint.failure(.internalServerError)
    default: break
    }
    return try await endpoint.answer(.ok, "Device found.") {
      let (device, project) = (try context.parameters.require("device"), try context.parameters.require("project"))
      return shape.device(try await world.device(device, in: project, as: request.bearer), as: .one)
    }
  }

  func delete(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await Endpoint(action: "delete device", shape: shape).answer("Device deleted successfully.") {
      let (device, project) = (try context.parameters.require("device"), try context.parameters.require("project"))
      let key = request.bearer
      try await world.change { try $0.deleteDevice(device, in: project, as: key) }
    }
  }
}
