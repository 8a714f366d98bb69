import HTTPTypes
import Hummingbird
import QubitroModel

/// `/v2/projects/{PROJECT_ID}/devices` and the devices below it, except for the create.
struct DeviceRoutes: Sendable {
  let world: World

  private var shape: Shape { world.settings.shape }

  func list(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    let endpoint = world.endpoint("list devices")
    let fault = await world.fault(for: .list, of: context.number)
    switch fault {
    case .listDrop: throw ConnectionDropped()
    case .listForbidden: return endpoint.refusal(.forbidden)
    case .listError500: return endpoint.failure(.internalServerError)
    case .listTooManyRequests: return endpoint.failure(.tooManyRequests, retryAfter: "0")
    default: break
    }
    return try await endpoint.answerOrRefusal {
      let devices = try await world.listDevices(
        in: try context.project, matching: try metadata(of: request), as: request.bearer,
        spoiledBy: fault)
      let envelope = shape.body(
        endpoint.action, status: 200, "Devices listed successfully.", data: .array([]))
      let answer = DeviceListAnswer(devices, in: envelope) { [shape] in
        shape.device($0, as: .listed)
      }
      guard fault == .listHalfBody else { return answer.response }
      return SpoiledBody.truncated(answer.whole, status: .ok)
    }
  }

  /// The metadata that listed devices must have.
  private func metadata(of request: Request) throws(Refusal) -> [String: String] {
    guard shape.rules.filtersByMetadata, let filter = request.query("metadata") else { return [:] }
    return try MetadataFilter.pairs(in: filter)
  }

  func get(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    let endpoint = world.endpoint("get device")
    switch await world.fault(for: .get, of: context.number) {
    case .getNotFound: return endpoint.refusal(.notFound)
    case .getError500: return endpoint.failure(.internalServerError)
    default: break
    }
    return try await endpoint.answer(.ok, "Device found.") {
      let (device, project) = (try context.device, try context.project)
      return shape.device(try await world.device(device, in: project, as: request.bearer), as: .one)
    }
  }

  func delete(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("delete device").answer("Device deleted successfully.") {
      let (device, project, key) = (try context.device, try context.project, request.bearer)
      try await world.change { try $0.deleteDevice(device, in: project, as: key) }
    }
  }
}
