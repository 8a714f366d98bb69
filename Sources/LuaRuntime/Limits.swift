/// What a script may use.
package struct Limits: Hashable, Sendable {
  /// Bytes of Lua's heap.
  package var memory: Int
  /// Bytes that it prints.
  package var output: Int
  /// How long Lua may run between two calls of the host.
  package var stretch: Duration
  /// How much longer until what cannot be stopped is left behind.
  package var grace: Duration

  /// Whether each Lua thread gets room for its stack at once, which a library with a fault in its concatenation needs.
  package var reservesStack = true

  /// A fail point: which requests of Lua's for memory are denied, counted from 1; none in a run.
  package var denials = 0..<0

  package static let standard = Limits(memory: 256 << 20, output: 16 << 20, stretch: .seconds(10))

  package init(memory: Int, output: Int, stretch: Duration, grace: Duration = .seconds(2)) {
    self.memory = memory
    self.output = output
    self.stretch = stretch
    self.grace = grace
  }

  /// One of the limits, by the option that sets it.
  package enum Name: String, Sendable {
    case memory = "--max-memory"
    case output = "--max-output"
    case stretch = "--max-stretch"

    /// What the script did.
    var transgression: String {
      switch self {
      case .memory: "the script needs more memory than it may have"
      case .output: "the script prints more than it may"
      case .stretch: "the script computed too long between two calls of the host"
      }
    }
  }
}
