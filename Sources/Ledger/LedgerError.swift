/// Why the ledger cannot be read or written.
///
/// Each is fatal to the run: what cannot be recorded must not be sent.
package struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stable label.
  package enum Kind: String, Sendable {
    /// The file cannot be opened or made.
    case cannotOpen = "cannot_open"
    /// A read or a commit failed.
    case io
    /// A row is not what this program writes.
    case damaged
    /// A newer version of the program wrote the file.
    case newerSchema = "newer_schema"
    /// A move that the states do not allow was asked for: a fault of ours, or two runs on one ledger.
    case conflict
  }

  package var kind: Kind
  /// What failed, in which file, and what to do.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// The row of a key is not where a move could begin.
  package static func conflict(over key: DeviceKey) -> LedgerError {
    LedgerError(
      .conflict,
      "the ledger's row of '\(key.key)' in project \(key.scope.project) is not where this run left it; does another run use it?")
  }
}
