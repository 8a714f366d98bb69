import Effects

/// The Lua half of the runtime: chunks that run before the script and build what it sees.
enum Prelude {
  /// A traceback as the script's author knows the program: without the frames of these chunks.
  static func withoutOwnFrames(_ traceback: String) -> String {
    traceback.split(separator: "\n").filter { !$0.hasPrefix("\t[host] ") }.joined(separator: "\n")
  }

  /// In the order in which they run.
  private static let chunks: [(name: String, text: [UInt8])] = [
    ("=[host] bindings", PackageResources.bindings_lua),
    ("=[host] coroutine", PackageResources.coroutine_lua),
    ("=[host] parallel", PackageResources.parallel_lua),
    ("=[host] require", PackageResources.require_lua),
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
