import Ledger

/// Why a command cannot begin, or cannot do what it is for.
package struct HostError: Error, Hashable, Sendable, CustomStringConvertible {
  /// How the process ends; the stable label.
  package var status: ExitStatus
  /// What is wrong, where, and what to do.
  package var description: String

  package init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }

  /// What the ledger cannot do ends a command with 74.
  init(_ error: LedgerError) {
    self.init(.ioError, error.description)
  }

  /// What is wrong with a library that fails its trial in every way.
  static let unfitLibrary = "computes wrongly in ways that cannot be made up for; install Lua 5.4.5 or later"
}
