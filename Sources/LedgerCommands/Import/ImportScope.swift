import JSONCodec
import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
import Terminal

/// The project whose devices are imported, the ledger that takes them, and the API that knows
/// them.
struct ImportScope: Sendable {
  let scope: Scope
  let ledger: any LedgerStore
  let client: QubitroClient
  /// The name under which the history has the import; nil in a plan.
  let run: RunID?

  /// The devices of the project that the ledger does not own.
  ///
  /// Throws if the project cannot be listed.
  func unownedDevices(named pattern: NamePattern?) async throws(HostError) -> [ImportCandidate] {
    let list = UnownedDevices(of: scope, in: ledger, named: pattern)
    let outcome = await client.listDevices(in: scope.project, to: list)
    if let failure = await list.failure { throw HostError(failure) }
    if let error = HostError(
      outcome, "project \(TerminalSafe.line(scope.project)) could not be listed")
    {
      throw error
    }
    return await list.found
  }

  /// Imports one device, or says what an import would do; in a plan nothing is written.
  ///
  /// Throws if the other devices cannot be imported either.
  func result(
    for candidate: ImportCandidate, isRepeated: Bool
  ) async throws(HostError) -> ImportResult {
    if isRepeated {
      return refused(
        candidate, candidate.key,
        "another device has the same name or id; give each a key in a CSV file")
    }
    let exchange = await client.exchange(forDevice: candidate.id, in: scope.project)
    let outcome = CallOutcome(exchange)
    if let error = HostError(outcome, "device \(TerminalSafe.line(candidate.id)) could not be read")
    {
      guard error.status == .noInput else { throw error }
      return refused(
        candidate, candidate.key, "the API does not know it, or the key may not see it")
    }
    guard case .answered(let response) = exchange, case .done(let body) = outcome,
      let device = Device(body), device.id == candidate.id
    else { return refused(candidate, candidate.key, "the API's answer is about no such device") }
    guard let key = candidate.key ?? device.name, !key.isEmpty, !key.contains("\0") else {
      return refused(candidate, nil, "it has no name; give it a key in a CSV file")
    }
    if let reason = try await objection(to: key, candidate.id) {
      return refused(candidate, key, reason)
    }
    guard let run else { return ImportResult(status: .planned, id: candidate.id, key: key) }
    return try await take(device, RawResponse(response), as: key, by: run)
  }

  private func objection(to key: String, _ id: String) async throws(HostError) -> String? {
    try await LedgerReader.asking { () throws(LedgerError) in
      if let row = try await ledger.device(DeviceKey(key, in: scope)), !row.state.mayBegin {
        return row.deviceID == id
          ? "it is in the ledger already"
          : "the ledger has this key for another device (\(row.state.rawValue))"
      }
      if case .owned? = try await ledger.owners(of: [id], in: scope)[id] {
        return "the ledger has it under another key"
      }
      return nil
    }
  }

  private func take(
    _ device: Device, _ response: RawResponse, as key: String, by run: RunID
  ) async throws(HostError) -> ImportResult {
    let intent = Intent(
      DeviceKey(key, in: scope), name: device.name ?? key, request: device.request, run: run)
    let settlement: Settlement =
      device.credentials == nil
      ? .quarantined(
        deviceID: device.id, reason: "the API shows device \(device.id) without its token")
      : .adopted(deviceID: device.id, response: response)
    do throws(LedgerError) {
      let row = try await ledger.adoptExisting(intent, as: settlement)
      return ImportResult(
        status: row.state == .adopted ? .adopted : .quarantined, id: device.id, key: key,
        reason: row.reason)
    } catch {
      guard error.kind == .conflict else { throw HostError(error) }
      return ImportResult(
        status: .refused, id: device.id, key: key,
        reason: "the ledger has the key or the device already")
    }
  }

  private func refused(
    _ candidate: ImportCandidate, _ key: String?, _ reason: String
  ) -> ImportResult {
    ImportResult(status: .refused, id: candidate.id, key: key, reason: reason)
  }
}

extension Device {
  /// The request that would have made the device, as far as the API shows it; if a script then asks
  /// for something else, that is drift.
  fileprivate var request: [UInt8] {
    let names = ["name", "description", "source", "brand", "model", "tags"]
    return JSON.object(fields.filter { names.contains($0.key) && $0.value != .null }).bytes
  }
}

/// What became of one device in an import.
struct ImportResult: Sendable {
  enum Status: String, Sendable, CaseIterable {
    /// The device would be imported.
    case planned
    /// The ledger owns the device now, and has its token.
    case adopted
    /// The ledger owns the device now, and the API shows no token.
    case quarantined
    /// The device is not imported.
    case refused
  }

  var status: Status
  var id: String
  var key: String?
  /// Why the device is refused or quarantined.
  var reason: String?

  /// The line for a person.
  var line: String {
    let what = [key.map(TerminalSafe.line), TerminalSafe.line(id)]
      .compactMap(\.self).joined(separator: " ")
    let why = reason.map { " (\(TerminalSafe.line($0)))" } ?? ""
    return status.rawValue.padded(to: 12) + what + why + "\n"
  }

  /// The line of JSON.
  var json: String {
    var line = JSONLine(type: "import")
    line.add("key", key)
    line.add("id", id)
    line.add("status", status.rawValue)
    line.add("reason", reason)
    return line.line
  }
}
