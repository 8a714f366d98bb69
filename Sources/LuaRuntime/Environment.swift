/// What a program finds besides Lua itself.
package struct Environment: Sendable {
  /// The dotted names of the functions that perform effects.
  package var bindings: [String]
  /// The `KEY=VALUE` pairs of the command line.
  package var arguments: [String: String]
  /// Where `math.random` starts, so that a rerun draws the same numbers.
  package var seed: Int64

  package init(bindings: [String], arguments: [String: String] = [:], seed: Int64 = 0) {
    self.bindings = bindings
    self.arguments = arguments
    self.seed = seed
  }
}
