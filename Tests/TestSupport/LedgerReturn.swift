import Foundation

/// How a person brings a ledger back.
package enum LedgerReturn: CaseIterable, Sendable {
  /// As `cp` does it: the file stays, with other contents.
  case overwritten
  case moved
  /// With nothing left beside it that could tell.
  case movedWithoutLock
  /// As a backup of the whole folder does it: removed, and copied back with its lock file.
  case removedAndCopied

  /// Puts the copy in the ledger's place.
  package func bring(_ copy: String, to ledger: String) throws {
    switch self {
    case .overwritten:
      let file = try FileHandle(forWritingTo: URL(filePath: ledger))
      try file.truncate(atOffset: 0)
      try file.write(contentsOf: try Data(contentsOf: URL(filePath: copy)))
      try file.close()
    case .moved, .movedWithoutLock:
      try FileManager.default.removeItem(atPath: ledger)
      try FileManager.default.moveItem(atPath: copy, toPath: ledger)
      if self == .movedWithoutLock { try FileManager.default.removeItem(atPath: ledger + ".lock") }
    case .removedAndCopied:
      for end in ["", ".lock"] {
        try FileManager.default.removeItem(atPath: ledger + end)
        try FileManager.default.copyItem(atPath: copy + end, toPath: ledger + end)
      }
    }
  }
}
