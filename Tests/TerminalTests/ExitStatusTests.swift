import Terminal
import Testing

/// Ours, not the type of Testing's exit tests.
private typealias ExitStatus = Terminal.ExitStatus

struct ExitStatusTests {
  @Test func `of several statuses the gravest wins, in the documented order`() {
    let order: [Int32] = [70, 74, 77, 78, 64, 66, 130, 143, 65, 69, 75, 3, 1, 2, 0]
    let statuses = order.compactMap(ExitStatus.init(rawValue:))
    #expect(Set(statuses) == Set(ExitStatus.allCases))
    for index in statuses.indices {
      #expect(ExitStatus.first(of: Set(statuses[index...])) == statuses[index])
    }
  }

  @Test func `nothing at all is success`() {
    #expect(ExitStatus.first(of: []) == .converged)
  }
}
