import QubitroClient
import Synchronization
import TestSupport
import Testing

struct WaitersTests {
  @Test func `a call that the state allows is answered at once, and may change it`() async {
    let places = Waiters(2)
    #expect(await take(places) == 1)
    #expect(await take(places) == 0)
    #expect(places.read { $0 } == 0)
  }

  @Test func `in a queue, each change answers the first that wait, as many as it allows`()
    async throws
  {
    let places = Waiters(0)
    let gone = Gone()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addImmediateTask {
          _ = await take(places)
          gone.add(number)
        }
      }
      places.update { $0 += 2 }
      try await eventually("two go") { gone.numbers.count == 2 }
      #expect(gone.numbers == [0, 1])
      places.update { $0 += 3 }
      try await eventually("all go") { gone.numbers.count == 5 }
    }
    #expect(places.read { $0 } == 0)
  }

  @Test func `without a queue, a call does not wait behind one that waits for something else`()
    async
  {
    let numbers = Waiters(Set([1, 2]), isQueue: false)
    await withTaskGroup(of: Int.self) { group in
      for number in [1, 2] {
        group.addImmediateTask { await numbers.wait { $0.contains(number) ? nil : number } }
      }
      numbers.update { _ = $0.remove(2) }
      let first = await group.next()
      #expect(first == 2)
      numbers.update { _ = $0.remove(1) }
      let second = await group.next()
      #expect(second == 1)
    }
  }

  private func take(_ places: Waiters<Int>) async -> Int {
    await places.wait { places in
      guard places > 0 else { return nil }
      places -= 1
      return places
    }
  }
}

/// Which calls have been answered.
private final class Gone: Sendable {
  private let state = Mutex<Set<Int>>([])

  var numbers: Set<Int> { state.withLock { $0 } }

  func add(_ number: Int) {
    state.withLock { _ = $0.insert(number) }
  }
}
