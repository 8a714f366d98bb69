package import Effects
import JSONCodec
import QubitroClient
import Synchronization

/// `qubitro.create_device`, `create_devices`, `list_devices`, `get_device` and `delete_device`.
enum DeviceFunctions {
  static let bindings = [
    Binding(CreateDevice.signature, by: .createHandler), createDevices, listDevices, getDevice,
    deleteDevice,
  ]

  private static let id = Parameter("id", .text, required: true, "the device's id")
  private static let project = Parameter(
    "project", .text, "the project's id; the run's when left out")

  /// It is written in Lua, and calls `create_device`.
  private static let createDevices = Binding(
    Signature(
      "qubitro.create_devices",
      "Creates a device for every row, several at a time, and returns how many came to what.",
      .api(.creates),
      parameters: [
        Parameter("rows", .any, required: true, "an array of tables, or an iterator of them"),
        Parameter("options", .map, "concurrency, on_error and each"),
      ]), by: .lua)

  private static let listDevices = Binding(
    Signature(
      "qubitro.list_devices", "Returns the devices of a project, without their credentials.",
      .api(.reads), style: .fields,
      parameters: [
        project, Parameter("metadata", .map, "only devices whose metadata has all of these"),
      ])
  ) { call in
    await call.askInProject { client, project in
      do throws(EffectFailure) {
        let listed = ListedValues()
        let outcome = await client.listDevices(
          in: project, metadata: try filter(call), to: listed)
        return call.reply(outcome, on: project) { _ in .array(listed.all) }
      } catch {
        return error.reply
      }
    }
  }

  /// The metadata that devices must have, sorted by name.
  private static func filter(
    _ call: Call
  ) throws(EffectFailure) -> [(name: String, value: String)] {
    var filter: [(name: String, value: String)] = []
    let metadata = call.arguments["metadata"].fields ?? [:]
    for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
      guard let value = value.text, let name = name.text,
        !(name + value).contains(where: { ",:".contains($0) })
      else {
        throw call.usageError(
          "metadata holds text without ',' and ':', which the API could not tell apart")
      }
      filter.append((name, value))
    }
    return filter
  }

  private static let getDevice = Binding(
    Signature(
      "qubitro.get_device", "Returns one device; with its credentials where the API gives them.",
      .api(.reads), style: .fields, parameters: [id, project])
  ) { call in
    await call.askInProject { client, project in
      let outcome = call.api.maskTokens(in: await client.device(call.id, in: project))
      if case .done(let json) = outcome, Device(json) == nil {
        return call.reply(.unknown(.init(message: "the answer is no device")), on: call.id)
      }
      return call.reply(outcome, on: call.id) { Device($0)?.value() ?? .null }
    }
  }

  private static let deleteDevice = Binding(
    Signature(
      "qubitro.delete_device", "Deletes a device and its data; needs --allow-delete.",
      .api(.deletes), style: .fields, parameters: [id, project]),
    by: .deleteHandler(.device))
}

/// Collects what a script receives of a list.
private final class ListedValues: DeviceReceiver {
  private let values = Mutex<[Value]>([])

  var all: [Value] { values.withLock { $0 } }

  func receive(_ devices: [Device]) async throws {
    let more = devices.map { Value.map($0.withoutCredentials) }
    values.withLock { $0 += more }
  }
}

extension Device {
  /// The API's fields without credentials: a script receives none in a list, whatever a server
  /// puts there.
  fileprivate var withoutCredentials: [ByteString: Value] {
    var fields = self.fields
    fields["device_credentials"] = nil
    if case .object(var metadata)? = fields["metadata"] {
      metadata["device_token"] = nil
      fields["metadata"] = .object(metadata)
    }
    return Dictionary(uniqueKeysWithValues: fields.map { (ByteString($0.key), $0.value.value) })
  }
}

/// What `qubitro.create_devices` reports about an array before its first device and after its last.
///
/// So a run can show how much there is to do.
package enum DeviceBatch: Hashable, Sendable {
  case begins(count: Int)
  case ends

  /// Nil for any other effect.
  package init?(_ effect: Effect) {
    guard effect.name == "qubitro.create_devices" else { return nil }
    guard case .integer(let count)? = effect.arguments.first else {
      self = .ends
      return
    }
    self = .begins(count: Int(clamping: count))
  }
}
