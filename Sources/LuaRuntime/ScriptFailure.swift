/// Why a script did not run to its end.
package struct ScriptFailure: Error, Hashable, Sendable {
  /// The stable label of a failure.
  package enum Kind: String, Sendable {
    /// The script does not compile, or raised an error that it did not catch.
    case script
    /// Somebody stopped it.
    case stopped
    /// A handler ended the run.
    case ended
    /// It used more than it may.
    case limit
    /// There was not enough memory to start Lua.
    case memory
    /// A fault of the host.
    case `internal`
  }

  package var kind: Kind
  /// `file:line: message` for an error of the script.
  package var message: String
  /// The Lua frames, separated by newlines, of every coroutine and branch that the error went
  /// through; empty if there are none.
  package var traceback: String
  /// The limit that the script hit, for kind `limit`.
  package var limit: Limits.Name?
  /// `file:line` where the script hit the limit, if that is known.
  package var location: String?

  package init(_ kind: Kind, _ message: String, traceback: String = "") {
    self.kind = kind
    self.message = message
    self.traceback = traceback
  }

  static func limit(_ limit: Limits.Name, at location: String?) -> ScriptFailure {
    let place = location.map { "\($0): " } ?? ""
    var failure = ScriptFailure(.limit, "\(place)\(limit.explanation) (\(limit.rawValue))")
    failure.limit = limit
    failure.location = location
    return failure
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

  /// The failure with the full paths of these files.
  ///
  /// Lua cuts a long path to its last 56 bytes (luaO_chunkid).
  package func naming(_ paths: [String]) -> ScriptFailure {
    var failure = self
    for path in paths where path.utf8.count >= 60 {
      let cut = "..." + String(decoding: path.utf8.suffix(56), as: UTF8.self)
      failure.message = failure.message.replacing(cut, with: path)
      failure.traceback = failure.traceback.replacing(cut, with: path)
    }
    return failure
  }

  /// The place in one of these files where the error arose, or nil if that is not known.
  ///
  /// The message begins with it, as in `scripts/meters.lua:12: ...`, or with several in a row, of
  /// which it is the last. If the message has none, it is the innermost one of the traceback.
  package func place(in paths: [String]) -> Place? {
    var place: Place?
    var rest = message[...]
    while let found = Place(at: &rest, in: paths) { place = found }
    if place != nil { return place }
    for line in traceback.split(separator: "\n") {
      var line = line.drop { $0 == "\t" }
      if let found = Place(at: &line, in: paths) { return found }
    }
    return nil
  }
}

extension ScriptFailure.Place {
  /// Takes `PATH:LINE: ` off the beginning of a text, or is nil if the text begins with no such
  /// place.
  fileprivate init?(at text: inout Substring, in paths: [String]) {
    for path in paths where text.hasPrefix(path + ":") {
      let rest = text.dropFirst(path.count + 1)
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let line = Int(digits), rest.dropFirst(digits.count).hasPrefix(": ") else { continue }
      text = rest.dropFirst(digits.count + 2)
      self.init(path: path, line: line)
      return
    }
    return nil
  }
}
