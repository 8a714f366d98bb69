/// The process's two output streams.
package protocol Console: Sendable {
  /// Whether standard error is a terminal.
  var isTerminal: Bool { get }
  /// Whether standard output is one.
  var isOutputTerminal: Bool { get }
  /// False once nobody reads standard output any more, so that what is left to write is for nobody.
  var hasReader: Bool { get }
  func writeOutput(_ text: String)
  func writeError(_ text: String)
}

extension Console {
  package var isOutputTerminal: Bool { false }
  package var hasReader: Bool { true }
}
