/// The process's two output streams.
package protocol Console: Sendable {
  /// Whether standard error is a terminal.
  var isTerminal: Bool { get }
  func writeOutput(_ text: String)
  func writeError(_ text: String)
}
