import Ledger
import LedgerSQLite
import TestSupport
import Testing

@testable import Host

struct RunLockTests {
  @Test func `one holds it, and it is free again when it is given back`() throws {
    let folder = try TemporaryDirectory()
    let ledger = folder.file("state/ledger.sqlite")
    guard let lock = try RunLock.take(on: LedgerFile(path: ledger)) else {
      Issue.record("a new lock is held")
      return
    }
    #expect(try !isFree(ledger))
    #expect(try folder.permissions(of: "state/ledger.sqlite.lock") == 0o600)
    lock.release()
    #expect(try isFree(ledger))
  }

  private func isFree(_ ledger: String) throws -> Bool {
    guard let lock = try RunLock.take(on: LedgerFile(path: ledger)) else { return false }
    lock.release()
    return true
  }

  @Test func `a place where no lock can be made is named`() throws {
    let folder = try TemporaryDirectory()
    let file = try folder.write("", to: "file")
    let error = #expect(throws: LedgerError.self) { try isFree(file + "/ledger.sqlite") }
    #expect(error?.kind == .cannotOpen)
    #expect(error?.description.contains(file) == true)
  }
}
