import Synchronization

extension InMemoryLedger {
  package func look(at scope: Scope) async throws(LedgerError) -> ProjectLook? {
    state.withLock { $0.looks[scope] }
  }

  package func setLook(_ look: ProjectLook, at scope: Scope) async throws(LedgerError) {
    state.withLock { $0.looks[scope] = look }
  }

  package func forgetLooks(evenWaived: Bool) async throws(LedgerError) {
    state.withLock { state in
      state.looks = state.looks.filter { look in
        if case .waived = look.value { !evenWaived } else { false }
      }
    }
  }

  package func addForeign(_ devices: [ForeignDevice], in scope: Scope) async throws(LedgerError) {
    state.withLock { state in
      for device in devices { state.addForeign(device, in: scope) }
    }
  }

  package func removeForeign(_ deviceIDs: [String]?, in scope: Scope) async throws(LedgerError) {
    state.withLock { state in
      for id in deviceIDs ?? state.foreignIDs(in: scope) { state.removeForeign(id, in: scope) }
    }
  }

  package func foreign(
    named name: String, in scope: Scope
  ) async throws(LedgerError) -> [ForeignDevice] {
    let ids = state.withLock { $0.foreignIDs[ScopedText(name, in: scope)] ?? [] }
    return ids.sorted().map { ForeignDevice(id: $0, name: name) }
  }

  package func existing(
    in scope: Scope, after number: Int64, limit: Int
  ) async throws(LedgerError) -> [ExistingDevice] {
    state.withLock { state in
      let rows = state.rows.lazy.dropFirst(Int(number))
      let existing = rows.compactMap { row -> ExistingDevice? in
        guard row.key.scope == scope, row.state.exists, let id = row.deviceID else { return nil }
        return ExistingDevice(number: row.number, order: row.order, deviceID: id)
      }
      return Array(existing.prefix(limit))
    }
  }

  package func owners(
    of deviceIDs: [String], in scope: Scope
  ) async throws(LedgerError) -> [String: Ownership] {
    let wanted = Set(deviceIDs)
    return state.withLock { state in
      var owners: [String: Ownership] = [:]
      for id in wanted {
        guard let device = state.foreign[ScopedText(id, in: scope)] else { continue }
        owners[id] = .foreign(takesName: device.name != nil)
      }
      for row in state.rows where row.key.scope == scope {
        guard let id = row.deviceID, wanted.contains(id) else { continue }
        owners[id] = .owned(number: row.number, order: row.order, exists: row.state.exists)
      }
      return owners
    }
  }
}

extension InMemoryLedger.State {
  /// The ids of all foreign devices of a project that take a name.
  fileprivate func foreignIDs(in scope: Scope) -> [String] {
    foreign.filter { $0.key.scope == scope && $0.value.name != nil }.map(\.value.id)
  }
}
