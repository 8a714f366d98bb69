import Foundation
import Ledger
import LedgerAccess
import QubitroClient
package import Settings
package import Terminal

/// `unknown list`: the devices that are not cleared up, with the reason and the next command.
package struct UnknownList: Sendable {
  private let ledger: LedgerLocation
  private let isJSON: Bool
  private let console: any Console

  package init(ledger: LedgerLocation, isJSON: Bool, console: any Console) {
    self.ledger = ledger
    self.isJSON = isJSON
    self.console = console
  }

  /// Prints the unknown rows, and the quarantined ones that nobody has accepted.
  package func execute() async throws(HostError) -> ExitStatus {
    let reader = try LedgerReader(ledger.path)
    var isEmpty = true
    _ = try await reader.pages(DeviceQuery(states: [.unknown, .quarantined]), limit: nil) { page in
      let now = Date.now
      let text = page.filter { !$0.isAccepted }
        .map { isJSON ? json($0, now) : self.text($0, now) }.joined()
      isEmpty = isEmpty && text.isEmpty
      console.writeOutput(text)
      return console.hasReader
    }
    if isEmpty {
      console.writeError(Wording.emptyList(of: reader, "nothing is unknown or quarantined"))
    }
    return .converged
  }

  private func text(_ row: DeviceRecord, _ now: Date) -> String {
    let key = TerminalSafe.line(row.key.key)
    let project = TerminalSafe.line(row.key.scope.project)
    let age = DurationText.age(now.timeIntervalSince(row.sentAt))
    let name = row.name == row.key.key ? "" : ", named '\(TerminalSafe.line(row.name))'"
    let id = row.deviceID.map { ", device \(TerminalSafe.line($0))" } ?? ""
    let looks = row.looks == 0 ? "" : ", " + counted(row.looks, "look")
    let person = needsPerson(row) ? ", a person is needed" : ""
    return """
      \(row.state.rawValue)  \(key)\(name), project \(project)\(id), sent \(age) ago\
      \(looks)\(person)
          why: \(TerminalSafe.line(row.reason ?? ""))
          next: \(next(row))

      """
  }

  private func json(_ row: DeviceRecord, _ now: Date) -> String {
    var line = DeviceLine.summary(row)
    line.add("age_seconds", Int(now.timeIntervalSince(row.sentAt)))
    line.add("looks", row.looks)
    line.add("needs_person", needsPerson(row))
    line.add("next", next(row))
    return line.line
  }

  /// Whether no run will clear the row up; no run finds a lost token.
  private func needsPerson(_ row: DeviceRecord) -> Bool {
    row.needsPerson || row.state == .quarantined
  }

  private func next(_ row: DeviceRecord) -> String {
    var command =
      needsPerson(row) ? NextCommand("unknown resolve", row.key.key) : NextCommand("reconcile")
    command.add("--ledger", ledger.path)
    if needsPerson(row) { command.add("--project", row.key.scope.project) }
    if row.key.scope.baseURL != BaseURL.published.description {
      command.add("--base-url", row.key.scope.baseURL)
    }
    if row.state == .quarantined {
      command.add("--accept")
      return "\(command)  (or, to have it made again: --replace --allow-delete)"
    }
    guard needsPerson(row) else { return "\(command)" }
    command.add("--created", row.deviceID ?? "ID")
    return "\(command)  (or, if nothing was created: --absent)"
  }
}
