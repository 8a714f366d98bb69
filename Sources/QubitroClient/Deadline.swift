/// A limit on how long something may take.
struct Deadline {
  /// The time is up; the operation was cancelled and has ended.
  struct Exceeded: Error {
    var duration: Duration
  }

  var duration: Duration

  /// Runs `operation`, and throws `Exceeded` when it has not ended in time.
  func run<Result: Sendable>(_ operation: @escaping @Sendable () async throws -> Result) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { [duration] group in
      group.addTask { try await operation() }
      group.addTask {
        try await Task.sleep(for: duration)
        throw Exceeded(duration: duration)
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
  }
}
