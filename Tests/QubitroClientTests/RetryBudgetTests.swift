import QubitroClient
import Testing

struct RetryBudgetTests {
  @Test func `ten retries are there to begin with, then one for ten requests`() {
    var budget = RetryBudget()
    #expect((0..<20).filter { _ in budget.withdraw() }.count == 10)
    for _ in 0..<95 { budget.deposit() }
    #expect((0..<20).filter { _ in budget.withdraw() }.count == 9)
  }

  @Test func `what is not used does not pile up`() {
    var budget = RetryBudget()
    for _ in 0..<100_000 { budget.deposit() }
    #expect((0..<100).filter { _ in budget.withdraw() }.count == 10)
  }
}
