import Bindings
package import Effects
package import Ledger
import QubitroClient

/// What a run did about one device.
///
/// The text, the JSON line and the exit status all follow from this value.
package struct DeviceResult: Hashable, Sendable {
  /// What became of the device; `status` in JSON.
  package enum Status: String, Sendable, CaseIterable {
    case created, adopted, planned, unchanged, exists, rejected, unknown, quarantined
  }

  package var status: Status
  package var key: String?
  package var name: String?
  package var project: String?
  package var id: String?
  /// `file:line` of the script's call.
  package var location: String?
  package var failure: EffectFailure?
  /// False if a plan cannot predict what the device will be.
  package var isPredictable = true
  /// Why an earlier create of the device was rejected; only a plan gives it.
  package var rejection: String?
  /// The fields in which the script now asks for something else than the device was created with.
  package var drift: [String] = []
  /// Whether the device is unknown and no further run can settle it.
  package var needsPerson = false
  /// Whether the device is quarantined and a person has accepted that its credentials are lost.
  package var isAccepted = false
  /// The device's token, which is masked wherever it would be written.
  package var token: String?

  /// A row that was refused before it became a proposal.
  init(_ status: Status, _ failure: EffectFailure, name: String?) {
    self.status = status
    self.failure = failure
    self.name = name
    key = failure.key
    location = failure.location
  }

  init(
    _ status: Status, _ proposal: Proposal, failure: EffectFailure? = nil, id: String? = nil,
    token: String? = nil,
    isPredictable: Bool = true
  ) {
    self.status = status
    self.failure = failure
    self.id = id
    self.token = token
    self.isPredictable = isPredictable
    key = proposal.key
    name = proposal.device.name
    project = proposal.project
    location = proposal.location
  }

  /// A proposal for a name that belongs to a device which this ledger did not make.
  init(existing deviceID: String, _ proposal: Proposal, _ creation: CreateDevice) {
    let reason =
      "project \(proposal.project) has a device of this name, \(deviceID), "
      + "that this ledger did not make"
    let failure = EffectFailure(
      .exists, "\(creation.signature.name) '\(proposal.key)': \(reason)", key: proposal.key,
      location: proposal.location)
    self.init(.exists, proposal, failure: failure, id: deviceID)
  }

  /// A row that an earlier run left, and that this run's script did not ask for.
  ///
  /// Nil if there is nothing to report.
  package init?(leftBehind record: DeviceRecord) {
    let (status, failure): (Status, EffectFailure?)
    let why =
      record.state == .sending
      ? "it is being sent, or its run ended before an answer came" : record.reason ?? ""
    let reason = "'\(record.key.key)', left by an earlier run: \(why)"
    func problem(_ kind: EffectFailure.Kind) -> EffectFailure {
      EffectFailure(kind, reason, status: record.response?.status, key: record.key.key)
    }
    switch record.state {
    case .adopted, .created: (status, failure) = (.adopted, nil)
    case .unknown, .sending: (status, failure) = (.unknown, problem(.unknown))
    case .quarantined: (status, failure) = (.quarantined, problem(.quarantined))
    case .rejected, .deleted, .forgotten: return nil
    }
    self.status = status
    self.failure = failure
    (key, name, id) = (record.key.key, record.name, record.deviceID)
    project = record.key.scope.project
    needsPerson = record.needsPerson
    isAccepted = record.isAccepted
  }

  /// This result of an unknown create, with what has become of it by the run's end.
  func settled(as record: DeviceRecord) -> DeviceResult {
    var result = self
    result.id = record.deviceID
    result.needsPerson = record.needsPerson
    switch record.state {
    case .adopted:
      (result.status, result.failure) = (.adopted, nil)
    case .quarantined:
      result.status = .quarantined
      result.failure?.kind = .quarantined
      result.failure?.message =
        "'\(key ?? "")' exists, but its credentials are lost: \(record.reason ?? "")"
    case .unknown, .rejected:
      if let reason = record.reason { result.failure?.message += "; looked for: \(reason)" }
    case .sending, .created, .deleted, .forgotten: break
    }
    return result
  }

  /// Whether the row was refused before anything was sent, so that the ledger does not have it.
  package var isUnsent: Bool {
    status == .rejected && [.invalid, .duplicateKey, .usage].contains(failure?.kind)
  }
}
