import Ledger
package import Settings
package import Terminal

/// `unknown resolve`: clears up by a person's answer what no run could.
package struct UnknownResolve: Sendable {
  private let key: String
  private let resolution: Resolution
  private let settings: GivenSettings
  private let environment: [String: String]
  private let console: any Console

  /// Of the settings the command takes the connection, `mayDelete` and `isJSON`; project and base
  /// URL choose among rows of one key.
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

  /// Changes the row and reports what it has become; returns `attention` if a person is still
  /// needed.
  ///
  /// Throws if the answer makes no sense for the row (64), there is no such row (66), or the API or
  /// the ledger fails.
  package func execute() async throws(HostError) -> ExitStatus {
    if resolution == .replace, !settings.mayDelete {
      throw HostError(
        .usage, "--replace deletes the device and its data at the API; say --allow-delete too")
    }
    // This comes before the lock, so that a wrong configuration takes and records nothing.
    let configuration: Configuration? =
      resolution.asksAPI ? try Configuration(settings, environment: environment) : nil
    let ledger = try LedgerLocation(settings, environment: environment)
    let command = LedgerEdit.Command(
      verb: "resolve", arguments: ["key": key, "as": resolution.name], ledger: ledger,
      console: console)
    return try await LedgerEdit.perform(command) { edit throws(HostError) in
      let lookup = try KeyLookup(
        in: edit.ledger, at: ledger.path, project: settings[.project], baseURL: settings[.baseURL])
      let row = try await lookup.row(key)
      if let objection = resolution.objection(to: row) { throw objection }
      let after = try await resolve(row, in: edit, configuration)
      report(after)
      return after.state == .quarantined && !after.isAccepted ? .attention : .converged
    }
  }

  private func resolve(
    _ row: DeviceRecord, in edit: LedgerEdit, _ configuration: Configuration?
  ) async throws(HostError) -> DeviceRecord {
    switch resolution {
    case .absent:
      return try await edit.transition(
        row, .settle(.absent(reason: "a person says that nothing was created")))
    case .accept:
      return row.isAccepted ? row : try await edit.transition(row, .accept)
    case .created, .replace:
      guard let configuration, let apiKey = configuration.key else { return row }
      try RepairClient.requireOwnAPI(of: row, configuration)
      return try await APIConnection.use(configuration, key: apiKey, by: edit.run) {
        client throws(HostError) in
        try await resolve(row, with: RepairClient(for: row, through: client, in: edit))
      }
    }
  }

  private func resolve(
    _ row: DeviceRecord, with client: RepairClient
  ) async throws(HostError) -> DeviceRecord {
    guard case .created(let id) = resolution else { return try await client.replace() }
    let (after, name) = try await client.adopt(id)
    if let name, name != row.name {
      console.writeError(
        "qubitro-host: device \(TerminalSafe.line(id)) is named '\(TerminalSafe.line(name))', and "
          + "'\(TerminalSafe.line(row.name))' was asked for\n")
    }
    return after
  }

  private func report(_ row: DeviceRecord) {
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
