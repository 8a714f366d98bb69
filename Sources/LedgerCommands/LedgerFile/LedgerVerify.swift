import Foundation
import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
package import Settings
package import Terminal

/// `ledger verify`: says whether the ledger can be trusted.
package struct LedgerVerify: Sendable {
  /// About how many sentences are printed of a ledger that is wrong throughout.
  private static let limit = 1000

  private let ledger: LedgerLocation
  private let isJSON: Bool
  private let console: any Console

  package init(ledger: LedgerLocation, isJSON: Bool, console: any Console) {
    self.ledger = ledger
    self.isJSON = isJSON
    self.console = console
  }

  /// Prints a sentence for each thing that is wrong, and returns 74 if there is one.
  ///
  /// Throws if there is no ledger (66), or it cannot be read (74).
  package func execute() async throws(HostError) -> ExitStatus {
    let path = ledger.path
    guard FileManager.default.fileExists(atPath: path) else {
      throw HostError.noLedger(at: path)
    }
    let audit = RowAudit { response, id in
      guard case .created(let device) = CreateOutcome(.answered(HTTPResponse(response))) else {
        return false
      }
      return device.id == id
    }
    let finding = try LedgerUpkeep(of: path).examine(audit, upTo: Self.limit)
    let status: ExitStatus = finding.violations.isEmpty ? .converged : .ioError
    report(finding, status, path)
    return status
  }

  private func report(_ finding: AuditFinding, _ status: ExitStatus, _ path: String) {
    if isJSON { return console.writeOutput(json(finding, status)) }
    for violation in finding.violations { console.writeOutput("\(TerminalSafe.line(violation))\n") }
    if finding.violations.count >= Self.limit { console.writeOutput("and perhaps more\n") }
    guard finding.violations.isEmpty else {
      return console.writeError(
        "qubitro-host: the ledger \(path) is not sound; keep the file as it is, and bring back a "
          + "backup\n")
    }
    guard console.isTerminal else { return }
    let sending =
      finding.sending == 0
      ? "" : ", \(finding.sending) of them under way, or left so by a run that was killed"
    console.writeError(
      "qubitro-host: \(finding.devices) devices\(sending); nothing is wrong (ledger \(path))\n")
  }

  private func json(_ finding: AuditFinding, _ status: ExitStatus) -> String {
    var text = ""
    for violation in finding.violations {
      var line = JSONLine(type: "violation")
      line.add("text", violation)
      text += line.line
    }
    var line = JSONLine(type: "summary")
    line.add("schema", 1)
    line.add("devices", finding.devices)
    line.add("sending", finding.sending)
    line.add("violations", finding.violations.count)
    line.add("exit_status", Int(status.rawValue))
    return text + line.line
  }
}
