import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
import Settings
import Terminal

/// What the API is asked for when a person mends a row.
struct RepairClient {
  private let transport: HTTPTransport
  private let client: QubitroClient

  /// Throws where the row belongs to another API than the key is for: a key goes to its own host
  /// alone (64).
  init?(_ configuration: Configuration, for row: DeviceRecord, by run: RunID) throws(HostError) {
    guard let key = configuration.key else { return nil }
    let theirs = row.key.scope.baseURL
    guard theirs == configuration.baseURL.description else {
      throw HostError(
        .usage,
        "'\(TerminalSafe.line(row.key.key))' is at \(TerminalSafe.line(theirs)), and the key would go to \(configuration.baseURL); pass --base-url \(NextCommand.quoted(theirs)) with its key"
      )
    }
    transport = HTTPTransport(
      key: key, to: configuration.baseURL, userAgent: "qubitro-host/\(version) (run \(run))",
      settings: configuration.transport,
      limits: configuration.transportLimits)
    client = QubitroClient(
      baseURL: configuration.baseURL, transport: transport, pause: RunControl())
  }

  func close() async {
    await transport.close()
  }

  /// Makes a device the row's own, with its token where the API shows one; else the row is
  /// quarantined.
  ///
  /// Returns the row, and the name that the device has. Throws where the id belongs to another row,
  /// or the API does not know it.
  func adopt(_ id: String, for row: DeviceRecord, _ edit: LedgerEdit) async throws(HostError) -> (
    DeviceRecord, name: String?
  ) {
    let scope = row.key.scope
    try await refuseOwned(id, by: row, edit)
    let exchange = await client.exchange(forDevice: id, in: scope.project)
    let after: DeviceRecord
    var name: String?
    switch CreateOutcome(exchange) {
    case .created(let device) where device.id == id:
      guard case .answered(let response) = exchange else { return (row, nil) }
      after = try await edit.transition(
        row, .settle(.adopted(deviceID: id, response: RawResponse(response))))
      name = device.name
    case .createdWithoutCredentials(id, _):
      after = try await quarantine(id, row, edit)
    default:
      let what =
        "device \(TerminalSafe.line(id)) of project \(TerminalSafe.line(scope.project)) could not be read"
      throw HostError(CallOutcome(exchange), what)
        ?? HostError(.unavailable, "\(what): the answer is about no such device")
    }
    // A first look may have noted it as somebody else's.
    try await LedgerReader.asking { () throws(LedgerError) in
      try await edit.ledger.removeForeign([id], in: scope)
    }
    return (after, name)
  }

  /// Deletes the row's device, and has the row say so.
  func replace(_ row: DeviceRecord, _ edit: LedgerEdit) async throws(HostError) -> DeviceRecord {
    guard let id = row.deviceID else { return row }
    let outcome = await client.deleteDevice(id, in: row.key.scope.project)
    let what =
      "device \(TerminalSafe.line(id)) of project \(TerminalSafe.line(row.key.scope.project)) could not be deleted"
    if let error = HostError(outcome, what) { throw error }
    if row.state == .unknown {
      _ = try await edit.transition(
        row, .settle(.quarantined(deviceID: id, reason: "a person has it replaced")))
    }
    return try await edit.transition(row, .delete)
  }

  private func quarantine(_ id: String, _ row: DeviceRecord, _ edit: LedgerEdit)
    async throws(HostError) -> DeviceRecord
  {
    if row.state == .unknown {
      return try await edit.transition(
        row,
        .settle(.quarantined(deviceID: id, reason: "the API shows device \(id) without its token")))
    }
    if row.deviceID == id { return row }
    throw HostError(
      .failed,
      "the API shows device \(TerminalSafe.line(id)) without its token, so it is no better than \(TerminalSafe.line(row.deviceID ?? "none"))"
    )
  }

  private func refuseOwned(_ id: String, by row: DeviceRecord, _ edit: LedgerEdit)
    async throws(HostError)
  {
    let owner = try await LedgerReader.asking { () throws(LedgerError) in
      try await edit.ledger.owners(of: [id], in: row.key.scope)[id]
    }
    guard case .owned(let number, _, _)? = owner, number != row.number else { return }
    let other = try await LedgerReader.asking { () throws(LedgerError) in
      try await edit.ledger.devices(DeviceQuery(after: number - 1, limit: 1)).first
    }
    throw HostError(
      .usage,
      "device \(TerminalSafe.line(id)) belongs to '\(TerminalSafe.line(other?.key.key ?? ""))' (row \(number))"
    )
  }
}
