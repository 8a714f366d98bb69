/// Why a script did not run to its end.
package struct ScriptFailure: Error, Hashable, Sendable {
  /// The stable label.
  package enum Kind: String, Sendable {
    /// The script does not compile, or raised an error that it did not catch.
    case script
    /// It was asked to stop.
    case stopped
    /// A handler ended the run.
    case ended
    /// There was no memory to start it.
    case memory
    /// A fault of the host.
    case `internal`
  }

  package var kind: Kind
  /// `file:line: message` for an error of the script.
  package var message: String
  /// The Lua frames, newline separated; empty where there are none.
  package var traceback: String

  package init(_ kind: Kind, _ message: String, traceback: String = "") {
    self.kind = kind
    self.message = message
    self.traceback = traceback
  }

  static let stopped = ScriptFailure(.stopped, "the script was stopped")
  static let ended = ScriptFailure(.ended, "the run was ended")
  static let outOfMemory = ScriptFailure(.memory, "there is not enough memory to start Lua")
}
