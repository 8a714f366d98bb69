/// A limit on how long an operation may take.
struct Deadline {
  /// The time is up; the operation was cancelled and has ended.
  struct Exceeded: Error {
    var duration: Duration
  }

  var duration: Duration

  /// Runs `operation`, and throws `Exceeded` if it does not end in time.
  ///
  /// A result that comes at the last moment is not lost.
  func run<Success: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Success
  ) async throws -> Success {
    let outcome = await withTaskGroup(of: Result<Success, any Error>?.self) { group in
      group.addTask {
        do {
          return .success(try await operation())
        } catch {
          return .failure(error)
        }
      }
      group.addTask { [duration] in
        try? await Task.sleep(for: duration)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      let second = await group.next() ?? nil
      if case .success? = second { return second }
      return first
    }
    guard let outcome else { throw Exceeded(duration: duration) }
    return try outcome.get()
  }
}
