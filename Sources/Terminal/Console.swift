import CTerminal
import Foundation
import Synchronization
import SystemPackage

/// The process's two output streams.
package protocol Console: Sendable {
  /// Whether standard error is a terminal.
  var isTerminal: Bool { get }
  /// Whether standard output is a terminal.
  var isOutputTerminal: Bool { get }
  /// Whether somebody may still read standard output; if not, there is no use in writing more.
  var hasReader: Bool { get }
  /// Writes to standard output.
  func writeOutput(_ text: String)
  /// Writes to standard error.
  func writeError(_ text: String)
}

extension Console {
  package var isOutputTerminal: Bool { false }
  package var hasReader: Bool { true }
}

/// The real streams.
///
/// A run does not abandon a device because its output cannot be written. So the console keeps the
/// first error, and the process reports it at its end. A closed pipe is not an error: its reader
/// has read as much as it wanted.
package final class StandardConsole: Console {
  private let failure = Mutex<Errno?>(nil)
  private let isClosed = Mutex(false)

  package init() {}

  package var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  package var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Why standard output is incomplete; nil if it is complete.
  package var outputFailure: String? {
    failure.withLock { $0.map { "standard output is not complete: \($0)" } }
  }

  package var hasReader: Bool {
    !isClosed.withLock { $0 } && failure.withLock { $0 } == nil
  }

  package func writeOutput(_ text: String) {
    let problem = Self.write(text, to: .standardOutput)
    if problem == .brokenPipe { isClosed.withLock { $0 = true } }
    if let problem, problem != .brokenPipe { failure.withLock { $0 = $0 ?? problem } }
  }

  package func writeError(_ text: String) {
    _ = Self.write(text, to: .standardError)
  }

  /// Writes the whole text; waits for a slow reader if the stream is a pipe that does not block.
  private static func write(_ text: String, to stream: FileDescriptor) -> Errno? {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      do {
        rest = rest.dropFirst(try stream.writeAll(rest.prefix(4096)))
      } catch Errno.resourceTemporarilyUnavailable {
        Thread.sleep(forTimeInterval: 0.01)
      } catch {
        return error as? Errno ?? .ioError
      }
    }
    return nil
  }
}

/// What the user and the environment allow on the terminal.
package struct TerminalCapabilities: Hashable, Sendable {
  /// Whether text may have colours: `NO_COLOR` (no-color.org), `--no-color` and `TERM=dumb` forbid
  /// them.
  package var isColored: Bool
  /// Whether a line may be overwritten.
  package var rewritesLines: Bool
  /// `COLUMNS`, for a terminal that does not report its width.
  var columns: Int?

  /// In columns, if neither the terminal nor the environment gives a width.
  private static let usualWidth = 80

  package init(withoutColor: Bool = false, environment: [String: String]) {
    let terminal = environment.nonEmpty("TERM")
    rewritesLines = terminal != nil && terminal != "dumb"
    isColored = rewritesLines && !withoutColor && environment.nonEmpty("NO_COLOR") == nil
    columns = environment.nonEmpty("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
  }

  /// The present width of the terminal at standard error, in columns.
  package var width: Int {
    let columns = Int(terminal_columns(STDERR_FILENO))
    return columns > 0 ? columns : self.columns ?? Self.usualWidth
  }
}

extension [String: String] {
  /// The value of an environment variable; nil if it is unset or empty.
  package func nonEmpty(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
