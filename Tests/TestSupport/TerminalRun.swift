import Foundation

/// The built command on a terminal of its own: the pseudo-terminal of script(1), from util-linux,
/// which both streams go to.
package enum TerminalRun {
  /// Starts it; no argument may hold a character that a shell takes for its own.
  package static func start(
    _ product: String, _ arguments: [String], columns: Int = 80, environment: [String: String],
    in folder: TemporaryDirectory,
    redirecting redirection: String = ""
  ) throws -> Running {
    let words = ([try CommandRun.path(of: product)] + arguments).joined(separator: " ")
    let command = "stty cols \(columns) rows 24; exec \(words) \(redirection)"
    let shell = "export SHELL=/bin/sh; exec /usr/bin/script -qefc '\(command)' /dev/null;"
    return try CommandRun.start(product, [], environment: environment, in: folder, through: shell)
  }
}
