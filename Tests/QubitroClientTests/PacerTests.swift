import Foundation
import QubitroClient
import Synchronization
import TestSupport
import Testing

struct PacerTests {
  private static let created = Exchange.answered(HTTPResponse(status: 201, body: []))

  @Test func `of many that wait all go, in the end, and never more at once than may`() async {
    let pacer = Pacer(concurrency: 8)
    let load = Load()
    let allHaveCome = Cue()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<2000 {
        // Each runs until it waits: for its turn, or, if it may go, for all others to have come.
        group.addImmediateTask {
          guard case .granted(let ticket) = await pacer.admit(NoPause()) else { return }
          load.begin()
          try? await allHaveCome.given()
          load.end()
          pacer.end(Self.created, ticket)
        }
      }
      allHaveCome.give()
    }
    #expect(load.gone == 2000)
    #expect(load.most <= 8)
  }

  @Test func `when the run is to end nobody is left waiting`() async throws {
    let pacer = Pacer(concurrency: 2)
    let stopping = Stopping()
    var tickets: [CreatePermission.Ticket] = []
    for _ in 0..<2 {
      guard case .granted(let ticket) = await pacer.admit(stopping) else {
        throw CancellationError()
      }
      tickets.append(ticket)
    }
    let ends = await withTaskGroup(of: CreatePermission.self) { group in
      for _ in 0..<500 { group.addImmediateTask { await pacer.admit(stopping) } }
      stopping.stop()
      for ticket in tickets { pacer.end(Self.created, ticket) }
      return await group.reduce(into: [CreatePermission]()) { $0.append($1) }
    }
    #expect(ends == Array(repeating: .interrupted, count: 500))
  }

  @Test func `a hold that is too long for this run is told to all`() async {
    let now = Date.now
    let pacer = Pacer(concurrency: 1, notBefore: now.addingTimeInterval(600), now: now)
    for _ in 0..<3 {
      guard case .heldUntil = await pacer.admit(NoPause()) else {
        Issue.record("not held")
        return
      }
    }
    #expect(pacer.heldUntil != nil)
  }

  @Test
  func
    `a hold that no server would ask for, noted by a clock that was ahead, holds nobody back`()
    async
  {
    let now = Date.now
    let pacer = Pacer(concurrency: 1, notBefore: now.addingTimeInterval(366 * 86_400), now: now)
    #expect(pacer.heldUntil == nil)
    guard case .granted = await pacer.admit(NoPause()) else {
      Issue.record("held")
      return
    }
  }

  @Test func `a slow rate of the user's own is no hold of the server's`() async {
    let pacer = Pacer(rate: 0.001, concurrency: 4)
    guard case .granted(let ticket) = await pacer.admit(Stopping()) else {
      Issue.record("the first does not go")
      return
    }
    pacer.end(Self.created, ticket)
    let stopping = Stopping()
    stopping.stop()
    #expect(await pacer.admit(stopping) == .interrupted)
  }
}

/// How many are under way.
private final class Load: Sendable {
  private let state = Mutex((now: 0, most: 0, gone: 0))

  var most: Int { state.withLock { $0.most } }
  var gone: Int { state.withLock { $0.gone } }

  func begin() {
    state.withLock { state in
      state.now += 1
      state.most = max(state.most, state.now)
      state.gone += 1
    }
  }

  func end() {
    state.withLock { $0.now -= 1 }
  }
}

/// Lets a pause pass at once, until it is stopped.
private final class Stopping: Pause {
  private let isStopped = Mutex(false)

  func stop() {
    isStopped.withLock { $0 = true }
  }

  func wait(_ duration: Duration) async -> Bool {
    !isStopped.withLock { $0 }
  }
}
