package import Effects

/// Every function that a script can call, and the innermost handler, which performs those that
/// neither create a device nor delete.
package struct BindingTable: EffectHandler {
  /// Each function once; whatever is to be known of functions follows from this list.
  package static let bindings: [Binding] =
    LogFunctions.bindings + DeviceFunctions.bindings + ProjectFunctions.bindings
    + DataFunctions.bindings + [RequestFunction.binding]

  private static let byName = Dictionary(
    uniqueKeysWithValues: bindings.map { ($0.signature.name, $0) })

  /// The names that the host's side performs; the Lua half builds more functions on them.
  package static let names: [String] = bindings.compactMap { binding in
    if case .lua = binding.performance { nil } else { binding.signature.name }
  }.sorted()

  /// The Lua half: chunks that run once the functions are there, and build more upon them.
  package static let chunks: [(name: String, text: [UInt8])] = [
    ("create_devices", PackageResources.create_devices_lua)
  ]

  /// The function that an effect calls; nil if it calls none of these.
  package static func binding(of effect: Effect) -> Binding? { byName[effect.name] }

  private let log: any LogSink
  private let api: API

  package init(log: any LogSink, api: API) {
    self.log = log
    self.api = api
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard let binding = Self.binding(of: effect), case .table(let perform) = binding.performance
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
  /// Arguments that do not fit: the call is wrong, or only one row of data is.
  init(_ mismatch: Signature.Mismatch, key: String? = nil, at location: String?) {
    let object = mismatch.isCallError ? "" : key.map { " '\($0)'" } ?? ""
    self.init(
      mismatch.isCallError ? .usage : .invalid,
      "\(mismatch.function)\(object): \(mismatch.reason)", key: key, location: location)
  }
}
