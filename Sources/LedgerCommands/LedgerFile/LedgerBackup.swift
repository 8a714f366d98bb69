import Foundation
import LedgerAccess
package import Settings
package import Terminal

/// `ledger backup`: makes a copy of the ledger that can be trusted, also while a run goes on.
package struct LedgerBackup: Sendable {
  private let destination: String
  private let ledger: LedgerLocation
  private let console: any Console

  package init(to destination: String, ledger: LedgerLocation, console: any Console) {
    self.destination = destination
    self.ledger = ledger
    self.console = console
  }

  /// Makes the copy.
  ///
  /// Throws if there is no ledger (66), the name is taken (64), or it cannot be written (74).
  package func execute() async throws(HostError) -> ExitStatus {
    let path = ledger.path
    guard !FileManager.default.fileExists(atPath: destination) else {
      throw HostError(
        .usage,
        "\(TerminalSafe.line(destination)) is there already; name another file for the backup")
    }
    guard let count = try LedgerUpkeep(of: path).backUp(to: destination) else {
      throw HostError.noLedger(at: path)
    }
    if console.isTerminal {
      console.writeError(
        "qubitro-host: \(counted(count, "device")) of \(TerminalSafe.line(path)) backed up to "
          + "\(TerminalSafe.line(destination))\n")
    }
    return .converged
  }
}
