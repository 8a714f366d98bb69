import Provisioning

/// What a run would do for a device, in the words of a plan; `action` in JSON.
///
/// They stand in the order in which a plan tells them: what wants a person comes last, next to the counts.
package enum PlanAction: String, Sendable, CaseIterable {
  /// Nothing; it was made earlier.
  case unchanged
  /// Make it for the first time, or anew once it was deleted or forgotten.
  case create
  /// Try again what was rejected.
  case retry
  /// Nothing, though the script now asks for something else; the API cannot change a device.
  case drift
  /// Look for it, or wait: it may or may not exist.
  case unknown
  /// Nothing; it exists and its credentials are lost.
  case quarantined
  /// Nothing; the project has it already, and the ledger does not.
  case `import`
  /// Nothing; the row itself is wrong.
  case refused

  /// Whether a person has to do something, or at least to wait.
  var isNotable: Bool {
    switch self {
    case .unchanged, .create, .retry: false
    case .drift, .unknown, .quarantined, .import, .refused: true
    }
  }

  /// So many of them, as the last line of a plan has it.
  func counted(_ count: Int) -> String {
    switch self {
    case .create, .retry, .import: "\(count) to \(rawValue)"
    case .unchanged, .drift, .unknown, .quarantined, .refused: "\(count) \(rawValue)"
    }
  }
}

extension DeviceResult {
  /// What a plan says of it.
  package var action: PlanAction {
    switch status {
    case .planned, .created: rejection == nil ? .create : .retry
    case .unchanged, .adopted: drift.isEmpty ? .unchanged : .drift
    case .exists: .import
    case .rejected: .refused
    case .unknown: .unknown
    case .quarantined: .quarantined
    }
  }
}
