/// The host's answer to an effect.
package enum Reply: Hashable, Sendable {
  /// The call returns this.
  case returned(Value)
  /// The call returns `nil, err`: something is wrong with one device, and the script goes on.
  case refused(EffectFailure)
  /// The call raises: something is wrong with the call itself.
  case raised(EffectFailure)
  /// The run is over; the script is not resumed.
  case ended
}
