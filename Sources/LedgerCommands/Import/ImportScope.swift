import JSONCodec
import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
import Terminal

/// The project that an import is about, with the ledger that takes its devices and the API that
/// knows them.
struct ImportScope: Sendable {
  let scope: Scope
  let ledger: any LedgerStore
  let client: QubitroClient
  /// Nil in a plan.
  let run: RunID?

  /// The devices of the project that are not the ledger's own.
  ///
  /// Throws when the project cannot be listed, with the status that fits.
  func strangers(named pattern: NamePattern?) async throws(HostError) -> [ImportCandidate] {
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

  /// What an import comes to for one device; in a plan nothing is written.
  ///
  /// Throws where nothing further can work.
  func result(for candidate: ImportCandidate, isRepeated: Bool) async throws(HostError)
    -> ImportResult
  {
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
      let device = Device(body),
      device.id == candidate.id
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

  private func refused(_ candidate: ImportCandidate, _ key: String?, _ reason: String)
    -> ImportResult
  {
    ImportResult(status: .refused, id: candidate.id, key: key, reason: reason)
  }
}

extension Device {
  /// The request that would have made it, as far as the API shows; what a script then asks for
  /// otherwise is drift.
  fileprivate var request: [UInt8] {
    let names = ["name", "description", "source", "brand", "model", "tags"]
    return JSON.object(fields.filter { names.contains($0.key) && $0.value != .null }).bytes
  }
}

/// What an import came to for one device.
struct ImportResult: Sendable {
  enum Status: String, Sendable, CaseIterable {
    /// It would be imported.
    case planned
    /// It is the ledger's own now, with its token.
    case adopted
    /// The same, and the API shows no token of it.
    case quarantined
    /// It is not imported.
    case refused
  }

  var status: Status
  var id: String
  var key: String?
  /// Why it is refused or quarantined.
  var reason: String?

  var line: String {
    let label = status.rawValue + String(repeating: " ", count: max(1, 12 - status.rawValue.count))
    let what = [key.map(TerminalSafe.line), TerminalSafe.line(id)].compactMap(\.self).joined(
      separator: " ")
    return "\(label)\(what)\(reason.map { " (\(TerminalSafe.line($0)))" } ?? "")\n"
  }

  var json: String {
    var line = JSONLine(type: "import")
    line.add("key", key)
    line.add("id", id)
    line.add("status", status.rawValue)
    line.add("reason", reason)
    return line.line
  }
}
