import Effects

extension EffectFailure {
  /// Arguments that do not fit: the call is wrong, or only one row of data is.
  init(_ mismatch: Signature.Mismatch, key: String? = nil, at location: String?) {
    self.init(mismatch.isOfTheCall ? .usage : .invalid, mismatch.message, key: key, location: location)
  }
}
