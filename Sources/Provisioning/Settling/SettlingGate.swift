package import Ledger
import Synchronization

/// Where creates wait whose rows are being looked for, and for no other.
package final class SettlingGate: Sendable {
  private let waiting = Mutex<[Int64: [CheckedContinuation<Void, Never>]]>([:])

  /// Has `wait` hold those who ask for these rows until they are released.
  package func announce(_ records: [DeviceRecord]) {
    waiting.withLock { waiting in
      for record in records { waiting[record.number] = [] }
    }
  }

  /// Returns once the row is not being looked for (any more).
  func wait(for number: Int64) async {
    await withCheckedContinuation { continuation in
      let isIdle = waiting.withLock { waiting in
        waiting[number]?.append(continuation)
        return waiting[number] == nil
      }
      if isIdle { continuation.resume() }
    }
  }

  func release(_ records: [DeviceRecord]) {
    let continuations = waiting.withLock { waiting in
      records.flatMap { waiting.removeValue(forKey: $0.number) ?? [] }
    }
    for continuation in continuations { continuation.resume() }
  }
}
