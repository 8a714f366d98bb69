import Foundation
package import Ledger

/// Shows a run's progress in the note of its lock, a second after it was made, and nothing while there is none.
package struct LockHeartbeat {
  private static let interval = Duration.seconds(1)

  private let lock: RunLock
  private let progressCounter: ProgressCounter
  /// The count that was last shown.
  private var shown: Int

  init(_ lock: RunLock, of progressCounter: ProgressCounter) {
    self.lock = lock
    self.progressCounter = progressCounter
    shown = progressCounter.count
  }

  /// Looks every second until its task is cancelled.
  ///
  /// A process that is halted, or whose threads all wait for a reader, does not look, and so shows nothing.
  package static func start(_ lock: RunLock, of progressCounter: ProgressCounter) -> Task<Void, Never> {
    Task {
      var heartbeat = LockHeartbeat(lock, of: progressCounter)
      while (try? await Task.sleep(for: interval)) != nil { heartbeat.look() }
    }
  }

  /// Writes down what has happened since the last look.
  mutating func look(now: Date = .now, uptime: Uptime? = .now) {
    let count = progressCounter.count
    guard count != shown || progressCounter.isPausing else { return }
    shown = count
    lock.progress(progressCounter.deviceCount, now: now, uptime: uptime)
  }
}
