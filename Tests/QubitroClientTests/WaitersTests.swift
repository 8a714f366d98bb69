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
    let order = Mutex<[Int]>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<5 {
        group.addImmediateTask {
          _ = await take(places)
          order.withLock { $0.append(number) }
        }
      }
      places.update { $0 += 2 }
      try await eventually("two go") { order.withLock { $0.count } == 2 }
      #expect(order.withLock { Set($0) } == [0, 1])
      places.update { $0 += 3 }
      try await inTime("all go") { try await group.waitForAll() }
    }
    #expect(places.read { $0 } == 0)
  }

  @Test func `without a queue, a call does not wait behind one that waits for something else`()
    async throws
  {
    let numbers = Waiters(Set([1, 2]), isQueue: false)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in [1, 2] {
        group.addImmediateTask {
          await numbers.wait { $0.contains(number) ? nil : number }
        }
      }
      numbers.update { _ = $0.remove(2) }
      #expect(try await group.next() == 2)
      numbers.update { _ = $0.remove(1) }
      #expect(try await group.next() == 1)
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
