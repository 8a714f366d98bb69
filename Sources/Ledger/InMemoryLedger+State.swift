import Foundation

extension InMemoryLedger {
  struct Place: Hashable {
    let scope: Scope
    let text: [UInt8]

    init(_ text: String, _ scope: Scope) {
      self.scope = scope
      self.text = Array(text.utf8)
    }
  }

  struct State {
    var rows: [DeviceRecord] = []
    /// Of each row, in the order of the rows.
    var logs: [[TransitionRecord]] = []
    var numbers: [Place: Int] = [:]
    var intents: Int64 = 0
    var changes: Int64 = 0
    var looks: [Scope: ProjectLook] = [:]
    var foreign: [Place: ForeignDevice] = [:]
    /// The ids of the foreign devices by the name that each takes.
    var taken: [Place: Set<String>] = [:]
    var holds: [String: Date] = [:]
    var told: [String: [String: Told]] = [:]
    var runs: [RunRecord] = []

    mutating func log(_ from: DeviceState?, to record: DeviceRecord, by run: RunID) {
      changes += 1
      logs[Int(record.number) - 1].append(
        TransitionRecord(
          number: changes, from: from, to: record.state, reason: record.reason, run: run, at: record.changedAt))
    }
  }

  /// Makes the row, or begins a known one anew, whose id becomes foreign.
  static func put(
    _ record: DeviceRecord, over known: DeviceRecord?, at place: Place, by run: RunID, in state: inout State
  ) {
    if known == nil {
      state.rows.append(record)
      state.logs.append([])
      state.numbers[place] = Int(record.number) - 1
    } else {
      state.rows[Int(record.number) - 1] = record
    }
    state.log(known?.state, to: record, by: run)
    if let id = known?.deviceID { add(ForeignDevice(id: id, name: nil), in: record.key.scope, to: &state) }
  }

  static func add(_ device: ForeignDevice, in scope: Scope, to state: inout State) {
    remove(device.id, in: scope, from: &state)
    state.foreign[Place(device.id, scope)] = device
    if let name = device.name { state.taken[Place(name, scope), default: []].insert(device.id) }
  }

  static func remove(_ id: String, in scope: Scope, from state: inout State) {
    guard let name = state.foreign.removeValue(forKey: Place(id, scope))?.name else { return }
    state.taken[Place(name, scope)]?.remove(id)
  }
}
