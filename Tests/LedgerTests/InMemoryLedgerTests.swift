import Ledger
import TestSupport
import Testing

struct InMemoryLedgerTests {
  @Test func `it keeps the contract of a ledger`() async throws {
    try await LedgerConformance { InMemoryLedger() }.check()
  }
}
