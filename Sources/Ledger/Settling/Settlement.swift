/// What a look at the project has made of an unknown.
package enum Settlement: Hashable, Sendable {
  /// It is this device; the answer holds its credentials.
  case adopted(deviceID: String, response: RawResponse)
  /// It is this device, and its credentials cannot be had.
  case quarantined(deviceID: String, reason: String)
  /// Provably nothing was created.
  case absent(reason: String)
}
