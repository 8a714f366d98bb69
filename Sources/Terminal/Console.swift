import Foundation
import Synchronization
import SystemPackage

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

/// The real streams.
///
/// Output that cannot be written is no reason to abandon a device that is being made, so it is
/// noted and told at the end. A closed pipe is no failure: its reader has seen enough.
package final class StandardConsole: Console {
  private let failure = Mutex<Errno?>(nil)
  private let isClosed = Mutex(false)

  package init() {}

  package var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  package var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Why standard output is not complete; nil when it is.
  package var outputFailure: String? {
    failure.withLock { $0.map { "standard output is not complete: \($0)" } }
  }

  /// False after a closed pipe, and after any failure, which is told at the end.
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

  /// Writes everything, waiting for a reader that is slow on a pipe without blocking.
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

/// What the user and the environment let a terminal be used for.
package struct TerminalCapabilities: Hashable, Sendable {
  /// Whether it may have colours: `NO_COLOR` (no-color.org), `--no-color` and `TERM=dumb` forbid
  /// them.
  package var isColored: Bool
  /// Whether a line may be written over.
  package var rewritesLines: Bool
  /// `COLUMNS`, for a terminal that does not say how wide it is.
  package var columns: Int?

  package init(withoutColor: Bool = false, environment: [String: String]) {
    let terminal = environment.nonEmpty("TERM")
    rewritesLines = terminal != nil && terminal != "dumb"
    isColored = rewritesLines && !withoutColor && environment.nonEmpty("NO_COLOR") == nil
    columns = environment.nonEmpty("COLUMNS").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
  }
}

extension [String: String] {
  /// The value of a variable; an empty one counts as unset.
  package func nonEmpty(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
