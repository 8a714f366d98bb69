package import Foundation
package import Ledger

extension SQLiteLedger: LedgerStore {
  package func begin(_ intent: Intent) async throws(LedgerError) -> BeginResult {
    let now = time()
    return try await write { db in
      let known = try DeviceRow.fetch(intent.key, db)
      if let known, !known.state.mayBegin { return .known(known) }
      return .begun(number: try DeviceRow.begin(intent, over: known, at: now, db))
    }
  }

  package func recordResponse(_ response: RawResponse, for key: DeviceKey) async throws(LedgerError)
  {
    let now = time()
    try await write { db in try DeviceRow.recordResponse(response, for: key, at: now, db) }
  }

  @discardableResult
  package func transition(
    _ key: DeviceKey, _ transition: Transition, by run: RunID
  ) async throws(LedgerError) -> DeviceRecord {
    let now = time()
    return try await write { db in try DeviceRow.transition(key, transition, by: run, at: now, db) }
  }

  package func adoptExisting(
    _ intent: Intent, as settlement: Settlement
  ) async throws(LedgerError) -> DeviceRecord {
    let now = now()
    return try await write { db in try DeviceRow.adoptExisting(intent, as: settlement, at: now, db)
    }
  }

  package func noteUnsettled(
    for key: DeviceKey, reason: String, isCounted: Bool, needsPerson: Bool
  ) async throws(LedgerError) {
    try await write { db in
      try DeviceRow.noteUnsettled(
        for: key, reason: reason, isCounted: isCounted, needsPerson: needsPerson, db)
    }
  }

  package func delete(
    _ deviceID: String?, in scope: Scope, by run: RunID
  ) async throws(LedgerError) {
    let now = time()
    try await write { db in try DeviceRow.delete(deviceID, in: scope, by: run, at: now, db) }
  }

  package func device(_ key: DeviceKey) async throws(LedgerError) -> DeviceRecord? {
    try read { db in try DeviceRow.fetch(key, db) }
  }

  package func devices(_ query: DeviceQuery) async throws(LedgerError) -> [DeviceRecord] {
    try read { db in try DeviceRow.fetchPage(query, db) }
  }

  package func log(
    of number: Int64, last count: Int
  ) async throws(LedgerError) -> [TransitionRecord] {
    try read { db in try TransitionRow.fetch(of: number, last: count, db) }
  }

  package func scopes() async throws(LedgerError) -> [Scope] {
    try read { db in try DeviceRow.fetchScopes(db) }
  }

  package func keys(
    around key: String, in scope: Scope, count: Int
  ) async throws(LedgerError) -> [String] {
    try read { db in try DeviceRow.fetchKeys(around: key, in: scope, count: count, db) }
  }

  package func existing(
    in scope: Scope, after number: Int64, limit: Int
  ) async throws(LedgerError) -> [ExistingDevice] {
    try read { db in try DeviceRow.fetchExisting(in: scope, after: number, limit: limit, db) }
  }

  package func owners(
    of deviceIDs: [String], in scope: Scope
  ) async throws(LedgerError) -> [String: Ownership] {
    try read { db in try ForeignRow.owners(of: deviceIDs, in: scope, db) }
  }

  package func look(at scope: Scope) async throws(LedgerError) -> ProjectLook? {
    try read { db in try ProjectRow.fetch(scope, db) }
  }

  package func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError) {
    try await write { db in try ProjectRow.set(look, at: scope, db) }
  }

  package func forgetLooks(evenWaived: Bool) async throws(LedgerError) {
    try await write { db in try ProjectRow.clear(evenWaived: evenWaived, db) }
  }

  package func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError) {
    try await write { db in
      for device in devices { try ForeignRow.add(device, in: scope, db) }
    }
  }

  package func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError) {
    try await write { db in try ForeignRow.remove(deviceIDs, in: scope, db) }
  }

  package func foreign(
    named name: String, in scope: Scope
  ) async throws(LedgerError) -> [ForeignDevice] {
    try read { db in try ForeignRow.fetch(named: name, in: scope, db) }
  }

  package func hold(of baseURL: String) async throws(LedgerError) -> Date? {
    try read { db in try HoldRow.fetch(baseURL, db) }
  }

  package func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError) {
    try await write { db in try HoldRow.set(until, of: baseURL, db) }
  }

  package func lastNotified(_ jobID: String) async throws(LedgerError) -> [String: Notified] {
    try read { db in try NotifiedRow.fetch(jobID, db) }
  }

  package func setNotified(_ notified: [String: Notified], _ jobID: String)
    async throws(LedgerError)
  {
    try await write { db in try NotifiedRow.set(notified, jobID, db) }
  }

  package func start(_ run: RunRecord) async throws(LedgerError) {
    let now = time()
    try await write { db in try RunRow.start(run, at: now, db) }
  }

  package func update(_ run: RunRecord) async throws(LedgerError) {
    let now = time()
    try await write { db in try RunRow.update(run, at: now, db) }
  }

  package func run(_ id: RunID) async throws(LedgerError) -> RunRecord? {
    try read { db in try RunRow.fetch(id, db) }
  }

  package func runs(last count: Int) async throws(LedgerError) -> [RunRecord] {
    try read { db in try RunRow.fetch(last: count, db) }
  }

  package func runs(
    since: Date?, before run: RunID?, limit: Int
  ) async throws(LedgerError) -> [RunRecord] {
    try read { db in try RunRow.fetch(since: since, before: run, limit: limit, db) }
  }

  package func deviceCount(ofJob jobID: String, besides run: RunID) async throws(LedgerError) -> Int
  {
    try read { db in try RunRow.countDevices(ofJob: jobID, besides: run, db) }
  }
}
