import Effects

/// What a program finds besides Lua itself.
package struct Environment: Sendable {
  /// The dotted names of the functions that perform effects.
  package var bindings: [String]
  /// Trusted Lua that runs after the runtime's own prelude, with the same primitives.
  package var chunks: [(name: String, text: [UInt8])]
  /// The `KEY=VALUE` pairs of the command line.
  package var arguments: [String: String]
  /// The seed of `math.random`, so that a rerun draws the same numbers.
  package var seed: Int64

  package init(
    bindings: [String], chunks: [(name: String, text: [UInt8])] = [],
    arguments: [String: String] = [:], seed: Int64 = 0
  ) {
    self.bindings = bindings
    self.chunks = chunks
    self.arguments = arguments
    self.seed = seed
  }
}

/// The Lua half of the runtime: chunks that run before the script and build what it sees.
enum Prelude {
  /// The chunks, in the order in which they run.
  private static let chunks: [(name: String, text: [UInt8])] = [
    ("=[host] bindings", PackageResources.bindings_lua),
    ("=[host] coroutine", PackageResources.coroutine_lua),
    ("=[host] parallel", PackageResources.parallel_lua),
    ("=[host] require", PackageResources.require_lua),
    ("=[host] params", PackageResources.params_lua),
  ]

  /// Runs the chunks of the runtime, then those of the environment.
  ///
  /// The one that seals comes last, since it seals the tables that all of them have made.
  static func install(
    into machine: LuaMachine, for environment: Environment
  ) throws(ScriptFailure) {
    let arguments = environment.arguments.map { (ByteString($0.key), Value.text($0.value)) }
    let setup = Value.map([
      "bindings": .array(environment.bindings.map(Value.text)),
      "args": .map(Dictionary(uniqueKeysWithValues: arguments)),
      "seed": .integer(environment.seed),
    ])
    let last = ("=[host] seal", PackageResources.seal_lua)
    for chunk in chunks + environment.chunks.map({ ("=[host] \($0.name)", $0.text) }) + [last] {
      try machine.runPrelude(chunk.name, chunk.text, argument: setup)
    }
  }

  /// The message without the place that it begins with, if that is a line of these chunks.
  ///
  /// A script's author does not know them.
  static func withoutOwnPlace(_ message: String) -> String {
    guard let place = message.prefixMatch(of: #/\[host\] [a-z_]+:[0-9]+: /#) else { return message }
    return String(message[place.range.upperBound...])
  }
}
