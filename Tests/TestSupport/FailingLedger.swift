package import Foundation
package import Ledger
import Synchronization

/// A ledger whose n-th write of a device fails, and every one after it, as on a full disk.
package final class FailingLedger: LedgerStore {
  private let next: any LedgerStore
  private let remaining: Mutex<Int>

  package init(_ next: any LedgerStore, at call: Int) {
    self.next = next
    remaining = Mutex(call)
  }

  private func count() throws(LedgerError) {
    let isFailing = remaining.withLock { remaining in
      remaining -= 1
      return remaining <= 0
    }
    if isFailing { throw LedgerError(.io, "the disk is full") }
  }

  package func begin(_ intent: Intent) async throws(LedgerError) -> BeginResult {
    try count()
    return try await next.begin(intent)
  }

  package func recordResponse(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError)
  {
    try count()
    try await next.recordResponse(response, for: key)
  }

  @discardableResult
  package func transition(_ key: DeviceKey, _ transition: Transition, by run: RunID)
    async throws(LedgerError) -> DeviceRecord
  {
    try count()
    return try await next.transition(key, transition, by: run)
  }

  package func adoptExisting(_ intent: Intent, as settlement: Settlement) async throws(LedgerError)
    -> DeviceRecord
  {
    try count()
    return try await next.adoptExisting(intent, as: settlement)
  }

  package func noteUnsettled(for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool)
    async throws(LedgerError)
  {
    try count()
    try await next.noteUnsettled(
      for: key, reason: reason, isCounted: isCounted, needsPerson: needsPerson)
  }

  package func delete(_ deviceID: String?, in scope: Scope, by run: RunID) async throws(LedgerError)
  {
    try count()
    try await next.delete(deviceID, in: scope, by: run)
  }

  package func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord? {
    try await next.device(key)
  }
  package func devices(_ query: DeviceQuery) async throws(LedgerError) -> [DeviceRecord] {
    try await next.devices(query)
  }
  package func log(of number: Int64, last count: Int) async throws(LedgerError)
    -> [TransitionRecord]
  {
    try await next.log(of: number, last: count)
  }
  package func scopes() async throws(LedgerError) -> [Scope] { try await next.scopes() }
  package func keys(around key: String, in scope: Scope, count: Int) async throws(LedgerError)
    -> [String]
  {
    try await next.keys(around: key, in: scope, count: count)
  }
  package func existing(in scope: Scope, after number: Int64, limit: Int) async throws(LedgerError)
    -> [ExistingDevice]
  {
    try await next.existing(in: scope, after: number, limit: limit)
  }
  package func owners(of deviceIDs: [String], in scope: Scope) async throws(LedgerError) -> [String:
    Ownership]
  {
    try await next.owners(of: deviceIDs, in: scope)
  }
  package func look(at scope: Scope) async throws(LedgerError) -> ProjectLook? {
    try await next.look(at: scope)
  }
  package func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError) {
    try await next.setLook(look, at: scope)
  }
  package func forgetLooks(evenWaived: Bool) async throws(LedgerError) {
    try await next.forgetLooks(evenWaived: evenWaived)
  }
  package func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError) {
    try await next.addForeign(devices, in: scope)
  }
  package func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError) {
    try await next.removeForeign(deviceIDs, in: scope)
  }
  package func foreign(named name: String, in scope: Scope) async throws(LedgerError)
    -> [ForeignDevice]
  {
    try await next.foreign(named: name, in: scope)
  }
  package func hold(of baseURL: String) async throws(LedgerError) -> Date? {
    try await next.hold(of: baseURL)
  }
  package func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError) {
    try await next.setHold(until, of: baseURL)
  }
  package func lastNotified(_ jobID: String) async throws(LedgerError) -> [String: Notified] {
    try await next.lastNotified(jobID)
  }
  package func setNotified(_ told: [String: Notified], _ jobID: String) async throws(LedgerError) {
    try await next.setNotified(told, jobID)
  }
  package func start(_ run: RunRecord) async throws(LedgerError) { try await next.start(run) }
  package func update(_ run: RunRecord) async throws(LedgerError) { try await next.update(run) }
  package func run(_ id: RunID) async throws(LedgerError) -> RunRecord? { try await next.run(id) }
  package func runs(last count: Int) async throws(LedgerError) -> [RunRecord] {
    try await next.runs(last: count)
  }
  package func runs(since: Date?, before run: RunID?, limit: Int) async throws(LedgerError)
    -> [RunRecord]
  {
    try await next.runs(since: since, before: run, limit: limit)
  }
  package func deviceCount(ofJob jobID: String, besides run: RunID) async throws(LedgerError) -> Int
  {
    try await next.deviceCount(ofJob: jobID, besides: run)
  }
}
