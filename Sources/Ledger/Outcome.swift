/// What a sent intent came to.
package enum Outcome: Hashable, Sendable {
  case created(deviceID: String)
  /// Provably nothing was created.
  case rejected(reason: String)
  /// To be settled: it may or may not exist, or it exists and its answer held no credentials; `deviceID` where the answer named one.
  case unknown(reason: String, deviceID: String? = nil)
}
