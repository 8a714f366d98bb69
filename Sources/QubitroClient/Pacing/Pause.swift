/// Waits between two attempts.
package protocol Pause: Sendable {
  /// Returns true when the time has passed, and false at once when no further attempt should be made.
  func wait(_ duration: Duration) async -> Bool

  /// The same for who only watches for the end while something else goes on.
  func watch(atMost duration: Duration) async -> Bool
}

extension Pause {
  package func watch(atMost duration: Duration) async -> Bool { await wait(duration) }
}
