package import Foundation

/// Watches what a client does: each request as it begins and ends, and each time that nothing may be sent.
///
/// It is called on the way of every request, so it must be quick, and never wait.
package protocol ClientWitness: Sendable {
  func began(_ attempt: Attempt)
  /// `duration` is the time from the call to the last byte of the answer.
  func ended(_ attempt: Attempt, _ exchange: Exchange, after duration: Duration)
  /// A request is tried again after so long.
  func retries(_ attempt: Attempt, after pause: Duration)
  /// No create is sent before then, as the API wants it.
  func isHeld(until date: Date)
}

/// One request on its way for the first or a further time.
package struct Attempt: Hashable, Sendable {
  package var method: HTTPRequest.Method
  package var url: String
  /// From 1.
  package var number: Int
  /// Whether it makes a device.
  package var isCreate: Bool

  package init(_ request: HTTPRequest, number: Int, isCreate: Bool) {
    method = request.method
    url = request.url
    self.number = number
    self.isCreate = isCreate
  }
}
