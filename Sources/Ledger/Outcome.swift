/// What a sent intent came to.
package enum Outcome: Hashable, Sendable {
  case created(deviceID: String)
  /// Provably nothing was created.
  case rejected(reason: String)
  case unknown(reason: String)
  /// Created, but without credentials that could be recorded.
  case quarantined(reason: String)

  package var state: DeviceState {
    switch self {
    case .created: .created
    case .rejected: .rejected
    case .unknown: .unknown
    case .quarantined: .quarantined
    }
  }

  package var deviceID: String? {
    guard case .created(let deviceID) = self else { return nil }
    return deviceID
  }

  package var reason: String? {
    switch self {
    case .created: nil
    case .rejected(let reason), .unknown(let reason), .quarantined(let reason): reason
    }
  }
}
