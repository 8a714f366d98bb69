import Bindings
package import Effects
import Ledger
import QubitroClient

/// What a run came to for one device: the one value behind the text, the JSON line and the exit status.
package struct DeviceResult: Hashable, Sendable {
  /// What became of it; `status` in JSON.
  package enum Status: String, Sendable, CaseIterable {
    case created, planned, unchanged, rejected, unknown, quarantined
  }

  package var status: Status
  package var key: String?
  package var name: String?
  package var project: String?
  package var id: String?
  /// `file:line` of the script's call.
  package var location: String?
  package var failure: EffectFailure?
  /// False when a plan cannot foretell what the device will be.
  package var isPredictable = true
  /// The device's token, to be masked wherever it turns up.
  var token: String?

  /// A row that was refused before it was complete.
  init(_ status: Status, _ failure: EffectFailure, name: String?) {
    self.status = status
    self.failure = failure
    self.name = name
    key = failure.key
    location = failure.location
  }

  /// A row that an earlier run left, and that this run's script did not ask for; nil when there is nothing to tell.
  init?(leftBehind record: DeviceRecord) {
    let status: Status
    let kind: EffectFailure.Kind
    switch record.state {
    case .unknown: (status, kind) = (.unknown, .unknown)
    case .quarantined: (status, kind) = (.quarantined, .quarantined)
    case .sending, .created, .rejected, .deleted: return nil
    }
    let reason = "'\(record.key.key)', left by an earlier run: \(record.reason ?? "")"
    self.init(status, EffectFailure(kind, reason, status: record.response?.status, key: record.key.key), name: record.name)
    project = record.key.scope.project
    id = record.deviceID
  }

  init(
    _ status: Status, _ proposal: Proposal, failure: EffectFailure? = nil, id: String? = nil, token: String? = nil,
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

  /// What to do about it, where something is to be done.
  package var next: String? {
    switch (status, failure?.kind) {
    case (.created, _), (.planned, _), (.unchanged, _): nil
    case (_, .duplicateKey): "give each device its own key or name"
    case (_, .unavailable): "run again later; nothing was created"
    case (_, .keyRefused), (_, .configuration): "correct the key, the project or the base URL and run again"
    case (.rejected, _): "correct the row and run again; nothing was created"
    case (.unknown, _):
      "look in project \(project ?? "") for a device named '\(name ?? "")'; the host does not send this key again"
    case (.quarantined, _): "look in project \(project ?? "") for the device; its token is not in the ledger"
    }
  }
}
