import Foundation
import Ledger
import Testing

/// What a ledger knows of projects, and of devices that it did not make.
extension LedgerConformance {
  func aProjectIsLookedAtOnce() async throws {
    let ledger = try await ledger()
    #expect(try await ledger.look(at: scope) == nil)
    let date = Date(timeIntervalSince1970: 1_700_000_000)
    try await ledger.setLook(.listed(date), at: scope)
    #expect(try await ledger.look(at: scope) == .listed(date))
    #expect(try await ledger.look(at: Scope(baseURL: "https://api", project: "q")) == nil)
    try await ledger.forgetLooks(evenWaived: false)
    #expect(try await ledger.look(at: scope) == nil)
    try await ledger.setLook(.waived(date), at: scope)
    try await ledger.forgetLooks(evenWaived: false)
    #expect(try await ledger.look(at: scope) == .waived(date))
    try await ledger.forgetLooks(evenWaived: true)
    #expect(try await ledger.look(at: scope) == nil)
  }

  func aLostIdBecomesForeign() async throws {
    let ledger = try await ledger()
    try await ledger.addForeign(
      [ForeignDevice(id: "f1", name: "n"), ForeignDevice(id: "f2", name: "n")], in: scope)
    try await ledger.addForeign([ForeignDevice(id: "f2", name: "m")], in: scope)
    #expect(try await ledger.foreign(named: "n", in: scope).map(\.id) == ["f1"])
    #expect(
      try await ledger.foreign(named: "n", in: Scope(baseURL: "https://api", project: "q")) == [])
    let created = try await bring("a", into: .created, in: ledger)
    let known = try await ledger.owners(of: ["f1", "id-a", "nobody's"], in: scope)
    #expect(
      known == [
        "f1": .foreign(takesName: true),
        "id-a": .owned(number: created.number, order: created.order, exists: true),
      ])
    try await ledger.delete("id-a", in: scope, by: run)
    #expect(
      try await ledger.owners(of: ["id-a"], in: scope)["id-a"]
        == .owned(number: created.number, order: created.order, exists: false))
    _ = try await ledger.begin(intent("a"))
    #expect(
      try await ledger.owners(of: ["id-a"], in: scope) == ["id-a": .foreign(takesName: false)])
    #expect(try await ledger.foreign(named: "name of a", in: scope) == [])
    try await ledger.removeForeign(["f1"], in: scope)
    #expect(try await ledger.foreign(named: "n", in: scope) == [])
    try await ledger.removeForeign(nil, in: scope)
    #expect(
      try await ledger.owners(of: ["f2", "id-a"], in: scope) == ["id-a": .foreign(takesName: false)]
    )
  }

  func whatIsThereAlreadyIsTaken() async throws {
    let ledger = try await ledger()
    for state in DeviceState.allCases { _ = try await bring("\(state)", into: state, in: ledger) }
    try await ledger.addForeign([ForeignDevice(id: "f", name: "n")], in: scope)
    for state in DeviceState.allCases where !state.mayBegin {
      let error = await #expect(throws: LedgerError.self) {
        try await ledger.adoptExisting(
          intent("\(state)"), as: .adopted(deviceID: "f", response: response))
      }
      #expect(error?.kind == .conflict, "\(state)")
    }
    await #expect(throws: LedgerError.self, "another row's device") {
      try await ledger.adoptExisting(
        intent("x"), as: .adopted(deviceID: "id-created", response: response))
    }
    let taken = try await ledger.adoptExisting(
      intent("x"), as: .adopted(deviceID: "f", response: response))
    #expect(
      (taken.state, taken.deviceID, taken.response, taken.order) == (.adopted, "f", response, 0))
    #expect(try await ledger.device(intent("x").key) == taken)
    #expect(try await ledger.foreign(named: "n", in: scope) == [])
    let again = try await ledger.adoptExisting(
      intent("deleted"), as: .quarantined(deviceID: "g", reason: "no token"))
    #expect((again.state, again.reason, again.response) == (.quarantined, "no token", nil))
    #expect(
      try await ledger.owners(of: ["id-deleted"], in: scope) == [
        "id-deleted": .foreign(takesName: false)
      ])
    let existing = try await ledger.existing(in: scope, after: 0, limit: 100).map(\.deviceID)
    #expect(existing.sorted() == ["f", "g", "id-adopted", "id-created", "id-quarantined"])
  }
}
