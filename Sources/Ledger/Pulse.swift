import Synchronization

/// Whether a run gets anywhere, as cheaply as it can be told: whatever ends in it beats once.
final class Pulse: Sendable {
  private let beats = Atomic(0)
  private let devices = Atomic(0)
  private let pauses = Atomic(0)

  /// Something has come to its end: a call of the script, a request, a pause, a piece of a list.
  func beat() {
    beats.add(1, ordering: .relaxed)
  }

  /// A device has been dealt with.
  func countDevice() {
    devices.add(1, ordering: .relaxed)
    beat()
  }

  /// A pause begins whose end is set; a run that waits for a time is not stuck.
  func beginPause() {
    pauses.add(1, ordering: .relaxed)
  }

  func endPause() {
    pauses.subtract(1, ordering: .relaxed)
    beat()
  }

  /// How many devices have been dealt with.
  var deviceCount: Int { devices.load(ordering: .relaxed) }

  /// How often it has beaten.
  var count: Int { beats.load(ordering: .relaxed) }

  var isPausing: Bool { pauses.load(ordering: .relaxed) > 0 }
}
