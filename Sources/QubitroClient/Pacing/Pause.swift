/// Waits between two attempts.
package protocol Pause: Sendable {
  /// Returns true when the time has passed, and false at once when no further attempt should be made.
  func wait(_ duration: Duration) async -> Bool
}
