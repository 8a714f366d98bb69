package import Effects

/// Lists every function that a script can call, and performs those that neither create a device nor
/// delete.
package struct BindingTable: EffectHandler {
  /// Each function once; all that is known about functions follows from this list.
  package static let bindings: [Binding] =
    LogFunctions.bindings + DeviceFunctions.bindings + ProjectFunctions.bindings
    + DataFunctions.bindings + [RequestFunction.binding]

  private static let byName = Dictionary(
    uniqueKeysWithValues: bindings.map { ($0.signature.name, $0) })

  /// The names of the functions that the host performs; the Lua half builds others on them.
  package static let names: [String] = bindings.compactMap { binding in
    if case .lua = binding.performer { nil } else { binding.signature.name }
  }.sorted()

  /// The Lua half: chunks that run once the host's functions exist, and build others on them.
  package static let chunks: [(name: String, text: [UInt8])] = [
    ("create_devices", PackageResources.create_devices_lua)
  ]

  /// The function that an effect calls; nil if it calls another.
  package static func binding(of effect: Effect) -> Binding? { byName[effect.name] }

  private let log: any LogSink
  private let api: API

  package init(log: any LogSink, api: API) {
    self.log = log
    self.api = api
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard let binding = Self.binding(of: effect), case .table(let perform) = binding.performer
    else {
      return .raised(
        EffectFailure(
          .internal, "\(effect.name) is not performed by this run", location: effect.location))
    }
    do throws(Signature.Mismatch) {
      let arguments = try binding.signature.check(effect.arguments)
      return await perform(
        Call(
          signature: binding.signature, arguments: arguments, location: effect.location, api: api,
          log: log))
    } catch {
      return EffectFailure(error, at: effect.location).reply
    }
  }
}

extension EffectFailure {
  /// The failure of arguments that do not fit: the call is wrong, or only one row of data is.
  init(_ mismatch: Signature.Mismatch, key: String? = nil, at location: String?) {
    let object = mismatch.isCallError ? "" : key.map { " '\($0)'" } ?? ""
    self.init(
      mismatch.isCallError ? .usage : .invalid,
      "\(mismatch.function)\(object): \(mismatch.reason)", key: key, location: location)
  }
}
