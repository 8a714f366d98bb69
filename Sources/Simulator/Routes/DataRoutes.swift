import HTTPTypes
import Hummingbird
import QubitroModel

/// What a device has sent: `.../devices/{DEVICE_ID}/data` and `.../data/keys`.
struct DataRoutes: Sendable {
  private static let timeForm = "a time in UTC such as 2026-01-31T12:00:00Z"

  let world: World

  func list(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("get device data").answer(.ok, "Data found.") {
      let (device, project, key) = (try context.device, try context.project, request.bearer)
      let query = try Self.query(of: request)
      let readings = try await world.read {
        try $0.readings(query, of: device, in: project, as: key)
      }
      return .array(readings.map { world.settings.shape.reading($0, keptTo: query.keys) })
    }
  }

  func keys(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("get device data keys").answer(.ok, "Keys found.") {
      let (device, project, key) = (try context.device, try context.project, request.bearer)
      return .strings(try await world.read { try $0.readingKeys(of: device, in: project, as: key) })
    }
  }

  func delete(_ request: Request, _ context: SimulatorContext) async throws -> Response {
    try await world.endpoint("delete device data").answer("Data deleted successfully.") {
      let (device, project, key) = (try context.device, try context.project, request.bearer)
      try await world.change { try $0.deleteReadings(of: device, in: project, as: key) }
    }
  }

  private static func query(of request: Request) throws(Refusal) -> ReadingQuery {
    // The published client joins its keys with a comma and a blank.
    let keys = (request.query("keys") ?? "").split { ", ".contains($0) }.map(String.init)
    return ReadingQuery(
      page: try value("page", of: request, "a whole number") { Int($0) },
      limit: try value("limit", of: request, "a whole number") { Int($0) },
      range: try value(
        "range", of: request, "all, time or last", ReadingQuery.Range.init(rawValue:)),
      start: try value("start", of: request, timeForm) { Timestamp($0) },
      end: try value("end", of: request, timeForm) { Timestamp($0) },
      keys: Set(keys))
  }

  /// A parameter of the query; nil if the request does not have it.
  ///
  /// `form` tells the client what `read` accepts.
  private static func value<Value>(
    _ name: String, of request: Request, _ form: String, _ read: (String) -> Value?
  ) throws(Refusal) -> Value? {
    guard let text = request.query(name) else { return nil }
    guard let value = read(text) else { throw .invalid("\(name) is \(form)") }
    return value
  }
}
