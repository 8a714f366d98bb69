import Ledger

extension HostError {
  /// What the ledger cannot do ends a command with 74.
  init(_ error: LedgerError) {
    self.init(.ioError, error.description)
  }
}
