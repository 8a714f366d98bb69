import Synchronization

/// Counts what ends in a run, so that a run that is stuck is known, at the cost of an addition.
package final class ProgressCounter: Sendable {
  private let beats = Atomic(0)
  private let devices = Atomic(0)
  private let pauses = Atomic(0)

  package init() {}

  /// Something has come to its end: a call of the script, a request, a pause, a piece of a list.
  package func beat() {
    beats.add(1, ordering: .relaxed)
  }

  /// A device has been dealt with.
  package func countDevice() {
    devices.add(1, ordering: .relaxed)
    beat()
  }

  /// A pause begins; a run that waits for a time that is set is not stuck.
  package func beginPause() {
    pauses.add(1, ordering: .relaxed)
  }

  /// The pause is over, which is progress too.
  package func endPause() {
    pauses.subtract(1, ordering: .relaxed)
    beat()
  }

  /// How many devices have been dealt with.
  package var deviceCount: Int { devices.load(ordering: .relaxed) }

  /// How much has ended.
  package var count: Int { beats.load(ordering: .relaxed) }

  /// Whether a pause is going on.
  package var isPausing: Bool { pauses.load(ordering: .relaxed) > 0 }
}
