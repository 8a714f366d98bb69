import Effects

extension EffectFailure {
  /// Arguments that do not fit: the call is wrong, or only one row of data is.
  init(_ mismatch: Signature.Mismatch, key: String? = nil, at location: String?) {
    let object = mismatch.isCallError ? "" : key.map { " '\($0)'" } ?? ""
    self.init(
      mismatch.isCallError ? .usage : .invalid, "\(mismatch.function)\(object): \(mismatch.reason)",
      key: key, location: location)
  }
}
