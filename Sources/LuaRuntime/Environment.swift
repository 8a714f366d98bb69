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
