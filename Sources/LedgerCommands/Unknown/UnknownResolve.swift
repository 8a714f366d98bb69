import Foundation
import Ledger
import QubitroClient
package import Settings
package import Terminal

/// `unknown resolve`: clears up by a person's word what no run could.
package struct UnknownResolve: Sendable {
  private let key: String
  private let resolution: Resolution
  private let settings: GivenSettings
  private let environment: [String: String]
  private let console: any Console

  /// Of the settings it takes the connection, `mayDelete` and `isJSON`; project and base URL tell
  /// equal keys apart.
  package init(
    _ key: String, _ resolution: Resolution, _ settings: GivenSettings,
    environment: [String: String], console: any Console
  ) {
    self.key = key
    self.resolution = resolution
    self.settings = settings
    self.environment = environment
    self.console = console
  }

  /// Does it and tells what the row has become; `attention` where a person is needed still.
  package func execute() async throws(HostError) -> ExitStatus {
    if resolution == .replace, !settings.mayDelete {
      throw HostError(
        .usage, "--replace deletes the device and its data at the API; say --allow-delete too")
    }
    // Before the lock is taken, so that what is wrong with it costs nothing.
    let configuration: Configuration? =
      resolution.asksAPI ? try Configuration(settings, environment: environment) : nil
    let ledger = try LedgerLocation(settings, environment: environment)
    let place = LedgerEdit.Place(
      command: "resolve", arguments: ["key": key, "as": resolution.name], ledger: ledger,
      console: console)
    return try await LedgerEdit.perform(place) { edit throws(HostError) in
      let lookup = try KeyLookup(
        in: edit.ledger, at: ledger.path, project: settings[.project], baseURL: settings[.baseURL])
      let row = try await lookup.row(key)
      if let objection = resolution.objection(to: row) { throw objection }
      let after = try await resolve(row, edit, configuration)
      tell(after)
      return after.state == .quarantined && !after.isAccepted ? .attention : .converged
    }
  }

  private func resolve(
    _ row: DeviceRecord, _ edit: LedgerEdit, _ configuration: Configuration?
  ) async throws(HostError) -> DeviceRecord {
    switch resolution {
    case .absent:
      return try await edit.transition(
        row, .settle(.absent(reason: "a person says that nothing was created")))
    case .accept:
      return row.isAccepted ? row : try await edit.transition(row, .accept)
    case .created, .replace:
      guard let configuration, let api = try RepairClient(configuration, for: row, by: edit.run)
      else { return row }
      let result: Result<DeviceRecord, HostError>
      do throws(HostError) {
        result = .success(try await ask(api, row, edit))
      } catch {
        result = .failure(error)
      }
      await api.close()
      return try result.get()
    }
  }

  private func ask(_ api: RepairClient, _ row: DeviceRecord, _ edit: LedgerEdit)
    async throws(HostError) -> DeviceRecord
  {
    guard case .created(let id) = resolution else { return try await api.replace(row, edit) }
    let (after, name) = try await api.adopt(id, for: row, edit)
    if let name, name != row.name {
      console.writeError(
        "qubitro-host: device \(TerminalSafe.line(id)) is named '\(TerminalSafe.line(name))', and '\(TerminalSafe.line(row.name))' was asked for\n"
      )
    }
    return after
  }

  private func tell(_ row: DeviceRecord) {
    if settings.isJSON { return console.writeOutput(DeviceLine.summary(row).line) }
    let what =
      switch row.state {
      case .adopted: "adopted, with its token"
      case .rejected: "may be sent again"
      case .deleted: "deleted; the next run makes it again, if its script still asks for it"
      case .quarantined where row.isAccepted: "quarantined, and accepted"
      default: "\(row.state.rawValue): \(row.reason ?? "")"
      }
    let id = row.deviceID.map { " (device \($0))" } ?? ""
    console.writeOutput(TerminalSafe.line("resolved: '\(row.key.key)'\(id): \(what)") + "\n")
  }
}
