import Synchronization

/// The end of a run, of which only the first that comes counts.
final class FirstEnd: Sendable {
  private let waiting: Mutex<CheckedContinuation<ScriptFailure?, Never>?>

  init(_ continuation: CheckedContinuation<ScriptFailure?, Never>) {
    waiting = Mutex(continuation)
  }

  func come(_ failure: ScriptFailure?) {
    let continuation = waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    continuation?.resume(returning: failure)
  }
}
