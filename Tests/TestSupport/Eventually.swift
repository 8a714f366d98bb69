/// Returns once the condition holds, which it looks at again and again; fails after the limit.
///
/// No test sleeps or spins by itself: this is the place that does, with a deadline. The usual limit
/// is generous, as it is reached only by a test that fails: tests run beside other work.
package func eventually(
  _ what: String, within limit: Duration = .seconds(60), file: String = #fileID, line: Int = #line,
  _ condition: () async throws -> Bool
) async throws {
  let end = ContinuousClock.now + limit
  while try await !condition() {
    guard ContinuousClock.now < end else {
      throw WaitedInVain(what: what, limit: limit, file: file, line: line)
    }
    try await ContinuousClock().sleep(for: .milliseconds(5))
  }
}

/// Returns what `body` returns; fails when that takes longer than the limit, and cancels `body`.
///
/// It does not wait for a `body` that takes no notice of that.
package func inTime<Result: Sendable>(
  _ what: String, within limit: Duration = .seconds(60), file: String = #fileID, line: Int = #line,
  _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  let (deadline, clock) = AsyncStream.makeStream(of: Void.self)
  let work = Task {
    defer { clock.finish() }
    return try await body()
  }
  let alarm = Task {
    try await ContinuousClock().sleep(for: limit)
    clock.yield()
  }
  defer { alarm.cancel() }
  let isLate = await deadline.first { true } != nil
  if isLate || Task.isCancelled { work.cancel() }
  if isLate { throw WaitedInVain(what: what, limit: limit, file: file, line: line) }
  try Task.checkCancellation()
  return try await work.value
}

/// What a test waited for has not come.
private struct WaitedInVain: Error, CustomStringConvertible {
  let what: String
  let limit: Duration
  let file: String
  let line: Int

  var description: String {
    "\(file):\(line): waited \(limit / .seconds(1)) s in vain: \(what)"
  }
}
