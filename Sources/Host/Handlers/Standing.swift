import Bindings
import Effects
import Ledger
import QubitroClient

/// What a run says and answers for a key that the ledger knows already; no request is sent for it.
struct Standing {
  let result: DeviceResult
  let reply: Reply

  init(_ record: DeviceRecord, for proposal: Proposal, by creation: CreateDevice) {
    switch record.state {
    case .created:
      self.init(created: record, proposal, creation)
    case .sending:
      self.init(.unknown, .unknown, "another run is sending it, or ended before its answer came", proposal, record, creation)
    case .unknown:
      self.init(
        .unknown, .unknown, "may or may not have been created (\(record.reason ?? "no answer"))", proposal, record, creation)
    case .quarantined:
      self.init(
        .quarantined, .quarantined, "exists, but its credentials are lost: \(record.reason ?? "")", proposal, record, creation)
    case .rejected, .deleted:
      self.init(.rejected, .rejected, record.reason ?? "rejected by the API", proposal, record, creation)
    }
  }

  private init(created record: DeviceRecord, _ proposal: Proposal, _ creation: CreateDevice) {
    guard let response = record.response, case .created(let device) = CreateOutcome(.answered(HTTPResponse(response))) else {
      self.init(
        .quarantined, .quarantined, "exists, but the ledger's copy of its answer cannot be read", proposal, record, creation)
      return
    }
    self.init(
      result: DeviceResult(.unchanged, proposal, id: device.id, token: device.credentials?.token),
      reply: creation.reply(for: proposal, device, isNew: false))
  }

  private init(
    _ status: DeviceResult.Status, _ kind: EffectFailure.Kind, _ reason: String, _ proposal: Proposal, _ record: DeviceRecord,
    _ creation: CreateDevice
  ) {
    let failure = EffectFailure(
      kind, "\(creation.signature.name) '\(proposal.key)': \(reason)", status: record.response?.status, key: proposal.key,
      location: proposal.location)
    self.init(result: DeviceResult(status, proposal, failure: failure, id: record.deviceID), reply: failure.reply)
  }

  private init(result: DeviceResult, reply: Reply) {
    self.result = result
    self.reply = reply
  }
}
