package import Foundation
import Synchronization

extension InMemoryLedger {
  package func start(_ run: RunRecord) async throws(LedgerError) {
    state.withLock { state in
      var run = run
      run.startedAt = now()
      state.runs.append(run)
    }
  }

  package func update(_ run: RunRecord) async throws(LedgerError) {
    state.withLock { state in
      guard let index = state.runs.firstIndex(where: { $0.id == run.id }) else { return }
      var run = run
      run.startedAt = state.runs[index].startedAt
      if run.exitStatus != nil { run.endedAt = now() }
      state.runs[index] = run
    }
  }

  package func run(_ id: RunID) async throws(LedgerError) -> RunRecord? {
    state.withLock { $0.runs.first { $0.id == id } }
  }

  package func runs(last count: Int) async throws(LedgerError) -> [RunRecord] {
    state.withLock { Array($0.runs.reversed().prefix(count)) }
  }

  package func runs(
    since: Date?, before run: RunID?, limit: Int
  ) async throws(LedgerError) -> [RunRecord] {
    state.withLock { state in
      let end = run.map { run in state.runs.firstIndex { $0.id == run } ?? 0 } ?? state.runs.count
      let matching = state.runs[..<end].reversed().filter { run in
        since.map { run.startedAt ?? .distantPast >= $0 } ?? true
      }
      return Array(matching.prefix(limit))
    }
  }

  package func deviceCount(ofJob jobID: String, besides run: RunID) async throws(LedgerError) -> Int
  {
    if jobID.isEmpty { return 0 }
    return state.withLock { state in
      let runs = Set(state.runs.filter { $0.jobID == jobID && $0.id != run }.map(\.id))
      return state.rows.count {
        runs.contains($0.run) && ($0.state == .created || $0.state == .adopted)
      }
    }
  }

  package func hold(of baseURL: String) async throws(LedgerError) -> Date? {
    state.withLock { $0.holds[baseURL] }
  }

  package func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError) {
    state.withLock { $0.holds[baseURL] = until }
  }

  package func lastNotified(_ jobID: String) async throws(LedgerError) -> [String: Notified] {
    state.withLock { $0.notified[jobID] ?? [:] }
  }

  package func setNotified(_ notified: [String: Notified], _ jobID: String)
    async throws(LedgerError)
  {
    state.withLock { $0.notified[jobID] = notified }
  }
}
