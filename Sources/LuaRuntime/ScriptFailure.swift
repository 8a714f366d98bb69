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
  /// The Lua frames, newline separated, through every coroutine and branch that the error came out of; empty where there are none.
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

extension ScriptFailure {
  /// A place in a file of Lua.
  package struct Place: Hashable, Sendable {
    package var path: String
    package var line: Int

    package var location: String { "\(path):\(line)" }
  }

  /// The failure with these files named in full; Lua cuts a long path to its last 56 bytes (luaO_chunkid).
  package func naming(_ paths: [String]) -> ScriptFailure {
    var failure = self
    for path in paths where path.utf8.count >= 60 {
      let cut = "..." + String(decoding: path.utf8.suffix(56), as: UTF8.self)
      failure.message = failure.message.replacing(cut, with: path)
      failure.traceback = failure.traceback.replacing(cut, with: path)
    }
    return failure
  }

  /// The place that the message begins with, as in `scripts/meters.lua:12: ...`; of several in a row the last, where the error arose.
  package var place: Place? {
    var place: Place?
    var rest = message[...]
    while let match = rest.prefixMatch(of: #/([^:\n]+):([0-9]+): /#), let line = Int(match.2) {
      place = Place(path: String(match.1), line: line)
      rest = rest[match.range.upperBound...]
    }
    return place
  }
}
