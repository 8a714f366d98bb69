package import Effects

/// What `qubitro.create_devices` says of an array before it begins and once it is through, so that
/// somebody who watches knows how much there is to do.
package enum DeviceBatch: Hashable, Sendable {
  case begins(count: Int)
  case ends

  /// Nil for any other effect.
  package init?(_ effect: Effect) {
    guard effect.name == "qubitro.create_devices" else { return nil }
    guard case .integer(let count)? = effect.arguments.first else {
      self = .ends
      return
    }
    self = .begins(count: Int(clamping: count))
  }
}
