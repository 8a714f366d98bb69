import HTTPTypes
import Hummingbird
import QubitroModel

/// `/_sim/*`: what tests ask and tell the simulator; no part of the API.
struct ControlRoutes: Sendable {
  struct FaultList: Decodable {
    var faults: [Fault]
  }

  struct DeviceList: Encodable {
    var devices: [ModelDevice]
    var createRequests: Int

    enum CodingKeys: String, CodingKey {
      case devices
      case createRequests = "create_requests"
    }
  }

  let world: World

  /// `GET /_sim/devices`: every device with its token, in the order of creation, and how many creates were asked for.
  func devices() async throws -> Response {
    try JSONAnswer.response(.ok, DeviceList(devices: await world.devices, createRequests: await world.createRequests))
  }

  /// `POST /_sim/faults` with `{"faults": [NAME, ...]}`: the next creates spend one each.
  func inject(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    await world.inject(try await request.decode(as: FaultList.self, context: context).faults)
    return Response(status: .noContent)
  }

  /// `POST /_sim/release`: every held request is answered.
  func release() async -> Response {
    await world.release()
    return Response(status: .noContent)
  }
}
