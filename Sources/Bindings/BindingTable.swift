package import Effects

/// Every function that a script can call, and the innermost handler, which performs those that
/// create nothing.
package struct BindingTable: EffectHandler {
  private let bindings: [String: any Binding]

  package init(log: any LogSink, api: API) {
    let bindings: [any Binding] =
      LogLevel.allCases.map { Log(level: $0, sink: log) }
      + [
        ListDevices(api: api), GetDevice(api: api), ListProjects(api: api), GetProject(api: api),
        CreateProject(api: api),
        ReadData(api: api), DataKeys(api: api), Request(api: api),
      ]
    self.bindings = Dictionary(uniqueKeysWithValues: bindings.map { ($0.signature.name, $0) })
  }

  /// The Lua half: chunks that run once the functions are there, and build more upon them.
  package static let chunks: [(name: String, text: [UInt8])] = [
    ("create_devices", PackageResources.create_devices_lua)
  ]

  /// How every function is called, by name.
  package static let signatures: [Signature] =
    (LogLevel.allCases.map(Log.signature(of:))
    + [
      CreateDevice.signature, ListDevices.signature, GetDevice.signature, DeleteDevice.signature,
      ListProjects.signature,
      GetProject.signature, CreateProject.signature, DeleteProject.signature, ReadData.signature,
      DataKeys.signature,
      Request.signature,
    ]).sorted { $0.name < $1.name }

  /// Whether a call changes something besides devices that are created, which go another way.
  package static func writes(_ effect: Effect) -> Bool {
    switch effect.name {
    case DeleteDevice.signature.name, DeleteProject.signature.name, CreateProject.signature.name:
      true
    case Request.signature.name: (effect.arguments.first?["method"].text ?? "GET") != "GET"
    default: false
    }
  }

  /// Whether a call asks or changes the API, and so is not worth making for what a plan does not
  /// know yet.
  package static func reaches(_ effect: Effect) -> Bool {
    effect.name.hasPrefix("qubitro.")
  }

  package func perform(_ effect: Effect) async -> Reply {
    guard let binding = bindings[effect.name] else {
      return .raised(
        EffectFailure(
          .internal, "\(effect.name) is not performed by this run", location: effect.location))
    }
    do throws(Signature.Mismatch) {
      return await binding.perform(
        try binding.signature.check(effect.arguments), at: effect.location)
    } catch {
      return EffectFailure(error, at: effect.location).reply
    }
  }
}
