package import Effects

/// Every function that a script can call, and the innermost handler, which performs those that create nothing.
package struct BindingTable: EffectHandler {
  private let bindings: [String: any Binding]
  private let creations: [CreateDevice]

  package init(creations: [CreateDevice], log: any LogSink) {
    self.creations = creations
    let bindings: [any Binding] = LogLevel.allCases.map { Log(level: $0, sink: log) }
    self.bindings = Dictionary(uniqueKeysWithValues: bindings.map { ($0.signature.name, $0) })
  }

  /// The Lua half: chunks that run once the functions are there, and build more upon them.
  package static let chunks: [(name: String, text: [UInt8])] = [
    ("create_devices", PackageResources.create_devices_lua)
  ]

  /// The names, sorted.
  package var names: [String] {
    (bindings.keys + creations.map(\.signature.name)).sorted()
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard let binding = bindings[effect.name] else {
      return .raised(EffectFailure(.internal, "\(effect.name) is not performed by this run", location: effect.location))
    }
    do throws(Signature.Mismatch) {
      return await binding.perform(try binding.signature.check(effect.arguments), at: effect.location)
    } catch {
      return EffectFailure(error, at: effect.location).reply
    }
  }
}
