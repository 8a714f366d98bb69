import Effects

/// What a program finds besides Lua itself.
package struct Environment: Sendable {
  /// The dotted names of the functions that perform effects.
  package var bindings: [String]
  /// Trusted Lua that runs after the runtime's own prelude, with the same primitives.
  package var chunks: [(name: String, text: [UInt8])]
  /// The `KEY=VALUE` pairs of the command line.
  package var arguments: [String: String]
  /// Where `math.random` starts, so that a rerun draws the same numbers.
  package var seed: Int64

  package init(
    bindings: [String], chunks: [(name: String, text: [UInt8])] = [], arguments: [String: String] = [:], seed: Int64 = 0
  ) {
    self.bindings = bindings
    self.chunks = chunks
    self.arguments = arguments
    self.seed = seed
  }
}

/// The Lua half of the runtime: chunks that run before the script and build what it sees.
enum Prelude {
  /// A message whose place would be a line of these chunks, which means nothing to a script's author.
  static func withoutOwnPlace(_ message: String) -> String {
    message.prefixMatch(of: #/\[host\] [a-z_]+:[0-9]+: /#).map { String(message[$0.range.upperBound...]) } ?? message
  }

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
    let last = ("=[host] seal", PackageResources.seal_lua)
    for chunk in chunks + environment.chunks.map({ ("=[host] \($0.name)", $0.text) }) + [last] {
      try machine.runPrelude(chunk.name, chunk.text, argument: setup)
    }
  }
}
