/// What settling decides for one unknown.
package enum Verdict: Hashable, Sendable {
  /// It is this device.
  case adopt(deviceID: String)
  /// Provably nothing was created, so that it may be sent again.
  case sendAgain(reason: String)
  /// A later look may tell; `isCounted` where this one is worth remembering.
  case wait(reason: String, isCounted: Bool)
  /// No look can tell: a person has to.
  case ask(reason: String)
}
