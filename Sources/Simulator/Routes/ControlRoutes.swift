import HTTPTypes
import Hummingbird
import QubitroModel

/// `/_sim/*`: what tests ask and tell the simulator; no part of the API.
struct ControlRoutes: Sendable {
  struct FaultList: Decodable {
    var faults: [Fault]
  }

  struct DeviceList: Encodable {
    var devices: [DeviceEntry]
    var createRequests: Int

    enum CodingKeys: String, CodingKey {
      case devices
      case createRequests = "create_requests"
    }
  }

  struct RequestList: Encodable {
    var requests: [JournalEntry]
  }

  struct ReportOrder: Decodable {
    var device: String
    var count: Int?
  }

  let world: World

  /// `GET /_sim/devices`: every device with its token, in the order of creation, and how many creates were asked for.
  func devices() async throws -> Response {
    let devices = await world.devices.map(DeviceEntry.init)
    return try JSONAnswer.response(.ok, DeviceList(devices: devices, createRequests: await world.createRequests))
  }

  /// `GET /_sim/journal`: the newest requests to the API, oldest first.
  func journal() async throws -> Response {
    try JSONAnswer.response(.ok, RequestList(requests: await world.requests))
  }

  /// `POST /_sim/faults` with `{"faults": [NAME, ...]}`: the next requests of each fault's kind spend one each.
  func inject(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    await world.inject(try await request.decode(as: FaultList.self, context: context).faults)
    return Response(status: .noContent)
  }

  /// `POST /_sim/report` with `{"device": ID, "count": 3}`: the device sends readings.
  func report(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    let order = try await request.decode(as: ReportOrder.self, context: context)
    let count = min(max(order.count ?? 1, 1), 10_000)
    return Response(status: try await world.report(from: order.device, count: count) ? .noContent : .notFound)
  }

  /// `POST /_sim/release`: every held request is answered.
  func release() async -> Response {
    await world.release()
    return Response(status: .noContent)
  }

  /// `POST /_sim/settle`: every device can be seen.
  func settle() async -> Response {
    await world.settle()
    return Response(status: .noContent)
  }

  /// `POST /_sim/reset`: all is as it was at the first start.
  func reset() async throws -> Response {
    try await world.reset()
    return Response(status: .noContent)
  }
}
