import Ledger
import LedgerAccess
package import Settings
package import Terminal

/// `devices forget`: has the ledger forget devices, so that the next run makes them anew if its
/// script asks for them.
package struct DevicesForget: Sendable {
  /// The reason in the log.
  private static let reason = "a person had it forgotten"

  private let keys: [String]
  private let project: String?
  private let baseURL: String?
  private let ledger: LedgerLocation
  private let isJSON: Bool
  private let console: any Console

  package init(
    _ keys: [String], project: String?, baseURL: String?, ledger: LedgerLocation, isJSON: Bool,
    console: any Console
  ) {
    self.keys = keys
    self.project = project
    self.baseURL = baseURL
    self.ledger = ledger
    self.isJSON = isJSON
    self.console = console
  }

  /// Forgets all of the devices, or none if one of them is not there.
  ///
  /// Throws if a key names no device (66) or several (64), another run holds the ledger (75), or it
  /// cannot be written (74).
  package func execute() async throws(HostError) -> ExitStatus {
    let command = LedgerEdit.Command(
      verb: "forget", arguments: ["keys": keys.joined(separator: " ")], ledger: ledger,
      console: console)
    return try await LedgerEdit.perform(command) { edit throws(HostError) in
      let lookup = try KeyLookup(
        in: edit.ledger, at: ledger.path, project: project, baseURL: baseURL)
      var rows: [DeviceRecord] = []
      for key in keys { rows.append(try await lookup.row(key)) }
      for row in rows { try await forget(row, in: edit) }
      return .converged
    }
  }

  private func forget(_ row: DeviceRecord, in edit: LedgerEdit) async throws(HostError) {
    var after = row
    // A key that is named twice, or was forgotten before, is no mistake.
    let known = try await LedgerReader.asking { () throws(LedgerError) in
      try await edit.ledger.device(row.key)
    }
    if known?.state != .forgotten {
      after = try await edit.transition(row, .forget(reason: Self.reason))
    }
    report(after)
  }

  private func report(_ row: DeviceRecord) {
    if isJSON { return console.writeOutput(DeviceLine.summary(row).line) }
    let project = TerminalSafe.line(row.key.scope.project)
    let device = row.deviceID.map {
      ", device \(TerminalSafe.line($0)), which is still in project \(project)"
    }
    console.writeOutput("forgotten: '\(TerminalSafe.line(row.key.key))'\(device ?? "")\n")
  }
}
