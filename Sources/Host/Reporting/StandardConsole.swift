import Foundation

/// The real streams.
///
/// A closed pipe is no reason to abandon a device that is being made, so write errors are passed over.
package struct StandardConsole: Console {
  package init() {}

  package var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  package func writeOutput(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  package func writeError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
