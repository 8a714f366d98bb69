import Foundation

extension InMemoryLedger {
  /// A key, a name or an id within its project; two are equal if their bytes are.
  struct ScopedText: Hashable {
    let scope: Scope
    let text: [UInt8]

    init(_ text: String, in scope: Scope) {
      self.scope = scope
      self.text = Array(text.utf8)
    }
  }

  /// All that the ledger holds.
  struct State {
    var rows: [DeviceRecord] = []
    /// The log of each row, in the order of the rows.
    var logs: [[TransitionRecord]] = []
    /// Where the row of a key stands in `rows`.
    var indexes: [ScopedText: Int] = [:]
    var intentCount: Int64 = 0
    var changeCount: Int64 = 0
    var looks: [Scope: ProjectLook] = [:]
    /// The foreign devices by their ids.
    var foreign: [ScopedText: ForeignDevice] = [:]
    /// The ids of the foreign devices that take a name, by the name.
    var foreignIDs: [ScopedText: Set<String>] = [:]
    var holds: [String: Date] = [:]
    var notified: [String: [String: Notified]] = [:]
    var runs: [RunRecord] = []

    func row(of key: DeviceKey) -> DeviceRecord? {
      indexes[ScopedText(key.key, in: key.scope)].map { rows[$0] }
    }

    /// The number of a row that is begun over `known`, or is new.
    func number(over known: DeviceRecord?) -> Int64 {
      known?.number ?? Int64(rows.count + 1)
    }

    /// Makes the row, or begins a known one again; the id that a known one loses becomes foreign.
    mutating func put(_ record: DeviceRecord, over known: DeviceRecord?) {
      if known == nil {
        rows.append(record)
        logs.append([])
        indexes[ScopedText(record.key.key, in: record.key.scope)] = rows.count - 1
      } else {
        rows[Int(record.number) - 1] = record
      }
      log(from: known?.state, to: record, by: record.run)
      if let id = known?.deviceID {
        addForeign(ForeignDevice(id: id, name: nil), in: record.key.scope)
      }
    }

    /// Writes the row after a transition, and the log's entry for it.
    mutating func change(to record: DeviceRecord, by run: RunID) {
      let index = Int(record.number) - 1
      log(from: rows[index].state, to: record, by: run)
      rows[index] = record
    }

    private mutating func log(from: DeviceState?, to record: DeviceRecord, by run: RunID) {
      changeCount += 1
      logs[Int(record.number) - 1].append(
        TransitionRecord(
          number: changeCount, from: from, to: record.state, reason: record.reason, run: run,
          at: record.changedAt))
    }

    mutating func addForeign(_ device: ForeignDevice, in scope: Scope) {
      removeForeign(device.id, in: scope)
      foreign[ScopedText(device.id, in: scope)] = device
      if let name = device.name {
        foreignIDs[ScopedText(name, in: scope), default: []].insert(device.id)
      }
    }

    mutating func removeForeign(_ id: String, in scope: Scope) {
      let device = foreign.removeValue(forKey: ScopedText(id, in: scope))
      guard let name = device?.name else { return }
      foreignIDs[ScopedText(name, in: scope)]?.remove(id)
    }
  }
}
