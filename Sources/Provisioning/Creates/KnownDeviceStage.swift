import Bindings
import Effects
import JSONCodec
import Ledger
import QubitroClient

/// Answers for a device that the ledger knows; no request is sent for it.
///
/// Most rows of most runs end here, still on the Lua thread.
struct KnownDeviceStage: CreateStage {
  let creation: CreateDevice
  let ledger: any LedgerStore
  /// Holds the rows that a run is settling; nil in a plan, which settles none.
  let settling: SettlingGate?
  /// What a run would have deleted; nil in a run, whose ledger knows it.
  let deletions: PlannedDeletions?
  let report: any RunSink
  let next: any CreateStage

  func create(_ row: CreateRow) async throws(LedgerError) -> Reply {
    guard var known = row.known else { return try await next.create(row) }
    var isSettled = false
    if known.state == .unknown, let settling {
      await settling.wait(for: known.number)
      known = try await ledger.device(row.key) ?? known
      isSettled = true
    }
    let isDeleted = deletions?.contains(known.deviceID, in: row.key.scope.project) ?? false
    guard !known.state.mayBegin, !isDeleted else {
      var row = row
      row.known = known
      return try await next.create(row)
    }
    return KnownDeviceReply.reply(
      to: row.proposal, known, creation, isSettled: isSettled, report)
  }
}

/// The result and the reply for a key that the ledger knows already.
struct KnownDeviceReply {
  var result: DeviceResult
  let reply: Reply

  init(_ record: DeviceRecord, for proposal: Proposal, by creation: CreateDevice) {
    switch record.state {
    case .created, .adopted:
      self.init(existing: record, proposal, creation)
    case .sending:
      self.init(
        .unknown, .unknown, "another run is sending it, or ended before its answer came", proposal,
        record, creation)
    case .unknown:
      let what =
        record.deviceID == nil
        ? "may or may not have been created" : "has been created, but its token has not been found"
      self.init(
        .unknown, .unknown, "\(what) (\(record.reason ?? "no answer"))", proposal, record, creation)
    case .quarantined:
      self.init(
        .quarantined, .quarantined, "exists, but its credentials are lost: \(record.reason ?? "")",
        proposal, record, creation)
    case .rejected, .deleted, .forgotten:
      self.init(
        .rejected, .rejected, record.reason ?? "rejected by the API", proposal, record, creation)
    }
  }

  private init(existing record: DeviceRecord, _ proposal: Proposal, _ creation: CreateDevice) {
    guard let response = record.response,
      case .created(let device) = CreateOutcome(.answered(HTTPResponse(response)))
    else {
      self.init(
        .quarantined, .quarantined, "exists, but the ledger's copy of its answer cannot be read",
        proposal, record, creation)
      return
    }
    var result = DeviceResult(.unchanged, proposal, id: device.id, token: device.credentials?.token)
    result.drift = Drift.fields(of: proposal, from: record)
    self.init(result: result, reply: creation.reply(for: proposal, device, isNew: false))
  }

  private init(
    _ status: DeviceResult.Status, _ kind: EffectFailure.Kind, _ reason: String,
    _ proposal: Proposal, _ record: DeviceRecord,
    _ creation: CreateDevice
  ) {
    let failure = EffectFailure(
      kind, "\(creation.signature.name) '\(proposal.key)': \(reason)",
      status: record.response?.status, key: proposal.key,
      location: proposal.location)
    var result = DeviceResult(status, proposal, failure: failure, id: record.deviceID)
    result.needsPerson = record.needsPerson
    result.isAccepted = record.isAccepted
    self.init(result: result, reply: failure.reply)
  }

  private init(result: DeviceResult, reply: Reply) {
    self.result = result
    self.reply = reply
  }

  /// Reports the device, and returns the reply; `isSettled` if this run has settled it.
  static func reply(
    to proposal: Proposal, _ record: DeviceRecord, _ creation: CreateDevice, isSettled: Bool,
    _ report: any RunSink
  ) -> Reply {
    var known = KnownDeviceReply(record, for: proposal, by: creation)
    if isSettled, known.result.status == .unchanged { known.result.status = .adopted }
    report.device(known.result)
    return known.reply
  }
}

/// The difference between a device as it was created and as a script now asks for it.
///
/// The API cannot change a device, so a run only reports drift.
enum Drift {
  private static let fields = ["name", "description", "source", "brand", "model", "tags"]

  /// The fields in which the proposal differs from the request of the row.
  ///
  /// Most requests are equal byte by byte, so that they need not be parsed. A field that the row
  /// lacks is no drift: the row of an imported device may lack some.
  static func fields(of proposal: Proposal, from record: DeviceRecord) -> [String] {
    if proposal.body == record.request { return [] }
    guard let made = JSON(record.request), let wanted = JSON(proposal.body) else { return [] }
    return fields.filter { field in
      guard let was = value(of: field, in: made) else { return false }
      return was != value(of: field, in: wanted)
    }
  }

  private static func value(of field: String, in body: JSON) -> JSON? {
    if let value = body[field] { return value }
    // The API fills these two in if the request has none.
    return field == "brand" || field == "model" ? .string("Custom") : nil
  }
}
