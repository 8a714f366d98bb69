/// What became of one request on the wire.
package enum Exchange: Hashable, Sendable {
  /// No byte of the body left this machine: nothing can have come of it.
  case notSent(reason: String)
  /// A whole response came.
  case answered(HTTPResponse)
  /// The request left, and no whole response came: it may have been carried out.
  case lost(reason: String)
}
