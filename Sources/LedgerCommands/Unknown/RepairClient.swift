import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
import Settings
import Terminal

/// What `unknown resolve` asks the API about a row, and what becomes of the row by the answer.
struct RepairClient {
  private let row: DeviceRecord
  private let client: QubitroClient
  private let edit: LedgerEdit

  private var scope: Scope { row.key.scope }

  /// Refuses a row of another API than the one that the key is for: a key goes to its own host
  /// alone (64).
  static func requireOwnAPI(
    of row: DeviceRecord, _ configuration: Configuration
  ) throws(HostError) {
    let theirs = row.key.scope.baseURL
    guard theirs == configuration.baseURL.description else {
      throw HostError(
        .usage,
        "'\(TerminalSafe.line(row.key.key))' is at \(TerminalSafe.line(theirs)), and the key would "
          + "go to \(configuration.baseURL); pass --base-url \(NextCommand.quoted(theirs)) with "
          + "its key")
    }
  }

  /// A client for one row, which it changes as part of `edit`.
  init(for row: DeviceRecord, through client: QubitroClient, in edit: LedgerEdit) {
    self.row = row
    self.client = client
    self.edit = edit
  }

  /// Makes a device the row's own, with its token if the API shows one; else the row is
  /// quarantined.
  ///
  /// Returns the row, and the name that the device has. Throws if the id belongs to another row
  /// (64), or the API does not know it.
  func adopt(_ id: String) async throws(HostError) -> (DeviceRecord, name: String?) {
    try await refuseOwned(id)
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
      after = try await quarantine(id)
    default:
      let what = "\(phrase(for: id)) could not be read"
      throw HostError(CallOutcome(exchange), what)
        ?? HostError(.unavailable, "\(what): the answer is about no such device")
    }
    // An earlier look may have noted the device as somebody else's.
    try await LedgerReader.asking { () throws(LedgerError) in
      try await edit.ledger.removeForeign([id], in: scope)
    }
    return (after, name)
  }

  /// Deletes the row's device, and records that in the row.
  func replace() async throws(HostError) -> DeviceRecord {
    guard let id = row.deviceID else { return row }
    let outcome = await client.deleteDevice(id, in: scope.project)
    if let error = HostError(outcome, "\(phrase(for: id)) could not be deleted") { throw error }
    if row.state == .unknown {
      _ = try await edit.transition(
        row, .settle(.quarantined(deviceID: id, reason: "a person has it replaced")))
    }
    return try await edit.transition(row, .delete)
  }

  private func phrase(for id: String) -> String {
    "device \(TerminalSafe.line(id)) of project \(TerminalSafe.line(scope.project))"
  }

  private func quarantine(_ id: String) async throws(HostError) -> DeviceRecord {
    if row.state == .unknown {
      return try await edit.transition(
        row,
        .settle(.quarantined(deviceID: id, reason: "the API shows device \(id) without its token")))
    }
    if row.deviceID == id { return row }
    throw HostError(
      .failed,
      "the API shows device \(TerminalSafe.line(id)) without its token, so it is no better than "
        + TerminalSafe.line(row.deviceID ?? "none"))
  }

  private func refuseOwned(_ id: String) async throws(HostError) {
    let owner = try await LedgerReader.asking { () throws(LedgerError) in
      try await edit.ledger.owners(of: [id], in: scope)[id]
    }
    guard case .owned(let number, _, _)? = owner, number != row.number else { return }
    let other = try await LedgerReader.asking { () throws(LedgerError) in
      try await edit.ledger.devices(DeviceQuery(after: number - 1, limit: 1)).first
    }
    let key = TerminalSafe.line(other?.key.key ?? "")
    throw HostError(
      .usage, "device \(TerminalSafe.line(id)) belongs to '\(key)' (row \(number))")
  }
}
