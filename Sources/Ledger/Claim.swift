/// The answer to an intent.
package enum Claim: Hashable, Sendable {
  /// The intent is durable; its sender, and nobody else, may send the request once.
  case begun
  /// The key is taken; nothing may be sent for it.
  case known(DeviceRecord)
}
