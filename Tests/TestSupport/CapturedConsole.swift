import Host
import Synchronization
import Terminal

/// Keeps what a run writes.
package final class CapturedConsole: Console {
  package let isTerminal: Bool
  private let written = Mutex((output: "", error: ""))

  package init(isTerminal: Bool = false) {
    self.isTerminal = isTerminal
  }

  package var output: String { written.withLock { $0.output } }
  package var error: String { written.withLock { $0.error } }

  package func writeOutput(_ text: String) {
    written.withLock { $0.output += text }
  }

  package func writeError(_ text: String) {
    written.withLock { $0.error += text }
  }
}
