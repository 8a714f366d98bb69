import Provisioning
import TestSupport
import Testing

@testable import Reporting

struct PlanTableTests {
  private func table(_ results: [DeviceResult]) -> PlanTable {
    results.reduce(into: PlanTable()) { $0.add($1) }
  }

  @Test func `rows stand by project, key and place in the script, in whatever order they come`() {
    let rows = [
      PlanActionTests.result(.rejected, "d2", project: "p", message: "no", location: "s.lua:9"),
      PlanActionTests.result(.rejected, "d2", project: "p", message: "no", location: "s.lua:10"),
      PlanActionTests.result(.rejected, "d10", project: "p", message: "no"),
      PlanActionTests.result(.rejected, "d1", project: "q", message: "no"),
    ]
    var generator = SeededGenerator()
    for _ in 1...20 {
      let table = table(rows.shuffled(using: &generator))
      #expect(table.reported(.refused) == rows, "seed \(generator.seed)")
    }
  }

  @Test func `the first thousand of an action are kept, in whatever order they come`() {
    var generator = SeededGenerator()
    let many = (1...5000).map { PlanActionTests.result(.planned, "d\($0)") }
    for order in [many, many.reversed(), many.shuffled(using: &generator)] {
      let table = table(order)
      #expect(table.counts == [.create: 5000])
      #expect(
        table.reported(.create) == Array(many.prefix(PlanTable.limit)), "seed \(generator.seed)")
    }
  }

  @Test func `a table knows whether it spans several projects`() {
    let (one, other) = (
      PlanActionTests.result(.planned, "a", project: "p"),
      PlanActionTests.result(.unchanged, "b", project: "q")
    )
    #expect(!table([]).spansProjects && !table([one, one]).spansProjects)
    #expect(table([one, other]).spansProjects)
  }
}
