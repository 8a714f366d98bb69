package import Foundation

/// A legal move of a key from one state to another.
///
/// An illegal move cannot be written down, since a transition determines its target and applies to
/// its sources only. To begin is no transition: an intent makes the row (`LedgerStore.begin`).
package enum Transition: Hashable, Sendable {
  /// The outcome of what was sent is known.
  case conclude(Outcome)
  /// It is known what became of an unknown, or of a device without credentials.
  case settle(Settlement)
  /// A person accepts that the credentials of a device are lost; no run reports it any more.
  case accept
  /// The API has deleted the device.
  case delete
  /// A person has the ledger forget the key.
  case forget(reason: String)

  /// The states in which it can be made.
  package var sources: Set<DeviceState> {
    switch self {
    case .conclude: [.sending]
    case .settle(.adopted): [.unknown, .quarantined]
    case .settle(.quarantined), .settle(.absent): [.unknown]
    case .accept: [.quarantined]
    case .delete: [.created, .adopted, .quarantined, .unknown]
    case .forget: [.created, .adopted, .rejected, .unknown, .quarantined, .deleted]
    }
  }

  /// The state to which it leads.
  package var target: DeviceState {
    switch self {
    case .conclude(.created): .created
    case .conclude(.rejected), .settle(.absent): .rejected
    case .conclude(.unknown): .unknown
    case .settle(.adopted): .adopted
    case .settle(.quarantined), .accept: .quarantined
    case .delete: .deleted
    case .forget: .forgotten
    }
  }

  /// Why the row gets its new state, if that state has a reason.
  ///
  /// A row that is accepted keeps the reason that it had.
  package var reason: String? {
    switch self {
    case .conclude(.created), .settle(.adopted), .accept, .delete: nil
    case .conclude(.rejected(let reason)), .conclude(.unknown(let reason, _)),
      .settle(.quarantined(_, let reason)), .settle(.absent(let reason)), .forget(let reason):
      reason
    }
  }
}

/// What settling has found out about an unknown.
package enum Settlement: Hashable, Sendable {
  /// It is this device, and the answer holds its credentials.
  case adopted(deviceID: String, response: RawResponse)
  /// It is this device, and nobody can get its credentials.
  case quarantined(deviceID: String, reason: String)
  /// It is proven that nothing was created.
  case absent(reason: String)
}

/// One change of a row's state, as the log has it.
package struct TransitionRecord: Hashable, Sendable {
  /// The number of the entry; it grows with the log.
  package var number: Int64
  /// Nil in the row's first entry.
  package var from: DeviceState?
  package var to: DeviceState
  package var reason: String?
  /// The run that made it.
  package var run: RunID
  package var at: Date

  package init(
    number: Int64, from: DeviceState?, to: DeviceState, reason: String?, run: RunID, at: Date
  ) {
    self.number = number
    self.from = from
    self.to = to
    self.reason = reason
    self.run = run
    self.at = at
  }
}

extension DeviceRecord {
  /// The row after a transition at this time; nil if the row's state does not allow it.
  ///
  /// A row becomes `created` only if its answer was recorded, since that holds the credentials.
  package func after(_ transition: Transition, at date: Date) -> DeviceRecord? {
    guard transition.sources.contains(state), transition.target != .created || response != nil
    else { return nil }
    var record = self
    record.state = transition.target
    record.reason = transition == .accept ? reason : transition.reason
    record.isAccepted = transition == .accept
    record.needsPerson = false
    record.changedAt = date
    switch transition {
    case .conclude(.created(let deviceID)): record.deviceID = deviceID
    case .conclude(.unknown(_, let deviceID)): record.deviceID = deviceID
    case .settle(.adopted(let deviceID, let response)):
      (record.deviceID, record.response) = (deviceID, response)
    case .settle(.quarantined(let deviceID, _)): record.deviceID = deviceID
    case .conclude(.rejected), .settle(.absent): record.deviceID = nil
    case .accept, .delete, .forget: break
    }
    return record
  }
}
