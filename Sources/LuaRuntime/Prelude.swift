import Effects

/// The Lua half of the runtime: chunks that run before the script and build what it sees.
enum Prelude {
  /// In the order in which they run.
  private static let chunks: [(name: String, text: [UInt8])] = [
    ("=[host] bindings", PackageResources.bindings_lua),
    ("=[host] coroutine", PackageResources.coroutine_lua),
    ("=[host] parallel", PackageResources.parallel_lua),
    ("=[host] require", PackageResources.require_lua),
    ("=[host] params", PackageResources.params_lua),
  ]

  static func install(into machine: LuaMachine, for environment: Environment) throws(ScriptFailure) {
    let setup = Value.map([
      "bindings": .array(environment.bindings.map(Value.text)),
      "args": .map(Dictionary(uniqueKeysWithValues: environment.arguments.map { (ByteString($0.key), Value.text($0.value)) })),
      "seed": .integer(environment.seed),
    ])
    for chunk in chunks + environment.chunks.map({ ("=[host] \($0.name)", $0.text) }) {
      try machine.runPrelude(chunk.name, chunk.text, argument: setup)
    }
  }
}
