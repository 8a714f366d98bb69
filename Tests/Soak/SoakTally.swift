import Ledger

/// What has come of some rounds.
struct SoakTally: Sendable {
  var rounds = 0
  var runs = 0
  /// How often a run was ended or halted, by how.
  var ends: [String: Int] = [:]
  /// How often another run was started beside one that was halted.
  var besides = 0
  var creates = 0
  var devices = 0
  var states: [DeviceState: Int] = [:]
  var statuses: [Int32: Int] = [:]
  var violations: [String] = []

  static func += (tally: inout SoakTally, other: SoakTally) {
    tally.rounds += other.rounds
    tally.runs += other.runs
    tally.ends.merge(other.ends, uniquingKeysWith: +)
    tally.besides += other.besides
    tally.creates += other.creates
    tally.devices += other.devices
    tally.states.merge(other.states, uniquingKeysWith: +)
    tally.statuses.merge(other.statuses, uniquingKeysWith: +)
    tally.violations += other.violations
  }

  var table: String {
    let kills = ends.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(
      separator: ", ")
    let seen = statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(
      separator: ", ")
    let rows = [
      ("rounds", "\(rounds)"), ("runs", "\(runs)"), ("ended by", kills),
      ("started beside a halted one", "\(besides)"),
      ("create requests", "\(creates)"), ("devices", "\(devices)"),
      ("created", "\(states[.created, default: 0])"),
      ("adopted", "\(states[.adopted, default: 0])"),
      ("quarantined", "\(states[.quarantined, default: 0])"),
      ("unknown left", "\(states[.unknown, default: 0] + states[.sending, default: 0])"),
      ("deleted", "\(states[.deleted, default: 0])"), ("exit statuses", seen),
      ("violations", "\(violations.count)"),
    ]
    return rows.map { "| \($0) | \($1) |" }.joined(separator: "\n")
  }
}
