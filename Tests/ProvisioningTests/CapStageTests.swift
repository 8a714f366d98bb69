import Foundation
import Ledger
import TestSupport
import Testing

@testable import Provisioning

struct CapStageTests {
  /// Begins `count` intents at once; the ledger knows the keys of those in `known`.
  ///
  /// Returns how many were begun, and how many reached the ledger.
  private func begin(_ count: Int, known: Set<Int> = [], under cap: CreateCap) async throws -> (
    begun: Int, asked: Int
  ) {
    let asked = ProgressCounter()
    let allHaveCome = Cue()
    let begun = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<count {
        // Each runs until it waits: for the cue, or for others that wait for the cue.
        group.addImmediateTask {
          let result = try await cap.begin { () async throws(LedgerError) in
            asked.beat()
            try? await allHaveCome.given()
            return known.contains(number) ? .known(Self.record) : .begun(number: Int64(number))
          }
          guard case .begun = result else { return false }
          cap.end()
          return true
        }
      }
      allHaveCome.give()
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    return (begun, asked.count)
  }

  private static let record = DeviceRecord(
    number: 1,
    Intent(
      DeviceKey("k", in: Scope(baseURL: "", project: "")), name: "k", request: [], run: .random()),
    order: 1,
    sentAt: .now)

  @Test func `no more intents begin than the cap allows, however many come at once`() async throws {
    let cap = CreateCap(10)
    #expect(try await begin(64, under: cap) == (10, 10))
    #expect(cap.isReached)
    #expect(try await cap.begin { () throws(LedgerError) in .begun(number: 1) } == nil)
  }

  @Test func `a known key leaves its place to another, so that the cap is reached`() async throws {
    let cap = CreateCap(10)
    let (begun, asked) = try await begin(64, known: Set(0..<40), under: cap)
    #expect(begun == 10)
    #expect(asked <= 50)
    #expect(cap.isReached)
  }

  @Test func `an intent that fails does not count`() async throws {
    let cap = CreateCap(1)
    await #expect(throws: LedgerError.self) {
      try await cap.begin { () throws(LedgerError) in throw LedgerError(.io, "") }
    }
    #expect(!cap.isReached)
    #expect(try await begin(2, under: cap).begun == 1)
    await cap.drained()
  }

  @Test func `a cap of 0 lets none begin, and no cap lets all begin`() async throws {
    #expect(CreateCap(0).isReached)
    #expect(try await begin(3, under: CreateCap(0)).begun == 0)
    #expect(try await begin(30, under: CreateCap(nil)).begun == 30)
    #expect(!CreateCap(nil).isReached)
  }

  @Test func `a plan warns if it has more creates than the cap`() {
    #expect(CreateCap(3).warning(ofPlanned: 3) == nil)
    #expect(CreateCap(nil).warning(ofPlanned: 3) == nil)
    #expect(
      CreateCap(3).warning(ofPlanned: 5)
        == "a run stops after 3 of these 5 creates: --max-creates 3")
  }
}
