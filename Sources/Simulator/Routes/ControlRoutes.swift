import HTTPTypes
import Hummingbird
import QubitroModel

/// `/_sim/*`: where tests look into the simulator and steer it; no part of the API.
struct ControlRoutes: Sendable {
  struct FaultList: Decodable {
    var faults: [Fault]
  }

  struct ReportOrder: Decodable {
    var device: String
    var count: Int?
  }

  let world: World

  /// `GET /_sim/devices`: every device with its token, in the order of creation, and the number of
  /// create requests.
  func devices() async -> Response {
    let envelope: JSONValue = [
      "devices": .array([]), "create_requests": .integer(await world.createRequests),
    ]
    return DeviceListAnswer(await world.deviceList, in: envelope, as: \.allFields).response
  }

  /// `GET /_sim/journal`: the newest requests to the API, oldest first.
  func journal() async -> Response {
    .json(.ok, ["requests": .array(await world.requests.map(\.json))])
  }

  /// `POST /_sim/faults` with `{"faults": [NAME, ...]}`: the next requests of each fault's kind
  /// spend one each.
  func inject(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    await world.inject(try await request.decode(as: FaultList.self, context: context).faults)
    return Response(status: .noContent)
  }

  /// `POST /_sim/report` with `{"device": ID, "count": 3}`: the device sends readings.
  func report(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    let order = try await request.decode(as: ReportOrder.self, context: context)
    let count = min(max(order.count ?? 1, 1), 10_000)
    return Response(
      status: try await world.report(from: order.device, count: count) ? .noContent : .notFound)
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

extension ModelDevice {
  /// The device as `/_sim/devices` shows it: everything, the token too.
  var allFields: JSONValue {
    .compactObject([
      "id": .string(id), "project": .string(project), "name": .string(name),
      "description": .string(description), "source": .string(source), "tags": .strings(tags),
      "brand": .string(brand), "model": .string(model), "token": .string(token),
      "metadata": metadata.isEmpty ? nil : .strings(metadata),
      "last_seen": lastSeen.map { .string($0.description) },
    ])
  }
}
