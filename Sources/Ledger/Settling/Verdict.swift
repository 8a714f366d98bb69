/// What settling decides for one unknown.
package enum Verdict: Hashable, Sendable {
  /// It is this device.
  case adopt(deviceID: String)
  /// Provably nothing was created, so that it may be sent again.
  case sendAgain(reason: String)
  /// A later look may tell.
  case wait(reason: String)
  /// No look can tell: a person has to.
  case ask(reason: String)
}
