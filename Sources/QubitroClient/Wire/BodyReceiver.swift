/// Takes the body of a successful response piece by piece, so that it need not be held.
package protocol BodyReceiver: Sendable {
  /// Whether it has been given anything, which cannot be taken back.
  var hasReceived: Bool { get }

  /// Takes the next piece, and holds the sender back until it has; what it throws ends the request, and the exchange is lost.
  func receive(_ bytes: [UInt8]) async throws
}
