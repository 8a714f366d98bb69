/// The answer to an intent.
package enum Claim: Hashable, Sendable {
  /// The intent is durable under this number; its sender, and nobody else, may send the request once.
  case begun(number: Int64)
  /// The key is taken; nothing may be sent for it.
  case known(DeviceRecord)
}
