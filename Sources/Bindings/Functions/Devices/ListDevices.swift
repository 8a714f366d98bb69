import Effects
import JSONCodec
import QubitroClient
import Synchronization

/// `qubitro.list_devices{...}`: the devices of a project, without credentials.
struct ListDevices: Binding {
  static let signature = Signature(
    "qubitro.list_devices", "Returns the devices of a project, without their credentials.",
    style: .fields,
    parameters: [
      Parameter("project", .text, "the project's id; the run's when left out"),
      Parameter("metadata", .map, "only devices whose metadata has all of these"),
    ])

  let api: API
  var signature: Signature { Self.signature }

  func perform(_ arguments: Value, at location: String?) async -> Reply {
    await api.call(signature, arguments, at: location) { client, project in
      var filter: [(name: String, value: String)] = []
      for (name, value) in (arguments["metadata"].fields ?? [:]).sorted(by: { $0.key < $1.key }) {
        guard let value = value.text, let name = name.text,
          !(name + value).contains(where: { ",:".contains($0) })
        else {
          return EffectFailure(
            .usage,
            "\(signature.name): metadata holds text without ',' and ':', which the API could not tell apart",
            location: location
          ).reply
        }
        filter.append((name, value))
      }
      let listed = ListedValues()
      let outcome = await client.listDevices(in: project, metadata: filter, to: listed)
      return outcome.reply(to: signature, on: project, at: location) { _ in .array(listed.all) }
    }
  }
}

/// What a script receives of a list, while it comes.
private final class ListedValues: DeviceReceiver {
  private let values = Mutex<[Value]>([])

  var all: [Value] { values.withLock { $0 } }

  func receive(_ devices: [Device]) async throws {
    let more = devices.map { Value.map($0.withoutCredentials) }
    values.withLock { $0 += more }
  }
}

extension Device {
  /// The API's fields, and nothing that signs in: lists have none, whatever a server puts there.
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
