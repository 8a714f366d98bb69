/// What a script may use.
package struct Limits: Hashable, Sendable {
  /// The size of Lua's heap in bytes.
  package var memory: Int
  /// How many bytes it may print.
  package var output: Int
  /// How long Lua may run between two calls of the host.
  package var stretch: Duration
  /// How long after that the host waits for the script to stop before it leaves it behind.
  package var grace: Duration

  /// Whether each Lua thread gets room for its stack at once.
  ///
  /// A Lua library whose concatenation is faulty needs that.
  package var reservesStack = true

  /// A fail point for tests: which of Lua's requests for memory are denied, counted from 1.
  package var denials = 0..<0

  package static let standard = Limits(memory: 256 << 20, output: 16 << 20, stretch: .seconds(10))

  package init(memory: Int, output: Int, stretch: Duration, grace: Duration = .seconds(2)) {
    self.memory = memory
    self.output = output
    self.stretch = stretch
    self.grace = grace
  }

  /// Names a limit by the option that sets it.
  package enum Name: String, Sendable {
    case memory = "--max-memory"
    case output = "--max-output"
    case stretch = "--max-stretch"

    /// What a script does that goes beyond the limit.
    var explanation: String {
      switch self {
      case .memory: "the script needs more memory than it may have"
      case .output: "the script prints more than it may"
      case .stretch: "the script computed too long between two calls of the host"
      }
    }
  }
}
