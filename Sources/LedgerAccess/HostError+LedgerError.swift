package import Ledger
import Terminal

extension HostError {
  /// What the ledger cannot do ends a command with 74.
  package init(_ error: LedgerError) {
    self.init(.ioError, error.description)
  }
}
