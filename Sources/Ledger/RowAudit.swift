/// Compares one row of a ledger with its log and with what its state promises; a pure function.
package struct RowAudit: Sendable {
  /// Whether an answer holds a token for the device of this id.
  private let holdsToken: @Sendable (RawResponse, String) -> Bool

  package init(holdsToken: @escaping @Sendable (RawResponse, String) -> Bool) {
    self.holdsToken = holdsToken
  }

  /// One sentence for each thing that is wrong, with the row's number and key.
  ///
  /// `log` is the row's whole log, the earliest entry first.
  package func violations(of row: DeviceRecord, _ log: [TransitionRecord]) -> [String] {
    let place = "row \(row.number) ('\(row.key.key)' in project \(row.key.scope.project))"
    return (logFaults(row, log) + rowFaults(row)).map { "\(place): \($0)" }
  }

  private func logFaults(_ row: DeviceRecord, _ log: [TransitionRecord]) -> [String] {
    guard let last = log.last else { return ["the log has nothing of it"] }
    var faults: [String] = []
    var state: DeviceState?
    for change in log {
      let entry = "entry \(change.number) of its log"
      if change.from != state {
        faults.append("\(entry) leaves \(Self.name(change.from)), and it was \(Self.name(state))")
      }
      if !LegalMoves.allow(change.from, change.to) {
        let (from, to) = (Self.name(change.from), change.to.rawValue)
        faults.append("\(entry) goes from \(from) to \(to), which is no move")
      }
      state = change.to
    }
    if last.to != row.state {
      faults.append(
        "it is \(row.state.rawValue), and the last entry of its log says \(last.to.rawValue)")
    }
    let begun = log.last { $0.to == .sending }?.number
    // An adopted device has an order before every intent.
    if let begun, begun != row.order, row.order != 0 {
      faults.append("its order is \(row.order), and entry \(begun) of its log began it")
    }
    return faults
  }

  private func rowFaults(_ row: DeviceRecord) -> [String] {
    var faults: [String] = []
    let state = row.state.rawValue
    if row.number < 1 { faults.append("its number is not one of a row") }
    if row.looks < 0 { faults.append("it was looked for \(row.looks) times") }
    if row.isAccepted, row.state != .quarantined { faults.append("it is accepted, and \(state)") }
    guard row.state == .created || row.state == .adopted else { return faults }
    guard let id = row.deviceID, !id.isEmpty else {
      return faults + ["it is \(state), and has no id"]
    }
    guard let response = row.response else {
      return faults + ["it is \(state), and its answer is not kept"]
    }
    if !holdsToken(response, id) { faults.append("its answer holds no token for device \(id)") }
    return faults
  }

  private static func name(_ state: DeviceState?) -> String { state?.rawValue ?? "nothing" }
}

/// The pairs of states that may follow each other in a log.
private enum LegalMoves {
  private struct Move: Hashable {
    let from: DeviceState?
    let to: DeviceState
  }

  /// Whether a row may go from one state to the other; nil stands for a row that is new.
  static func allow(_ from: DeviceState?, _ to: DeviceState) -> Bool {
    moves.contains(Move(from: from, to: to))
  }

  private static let moves: Set<Move> = {
    let origins: [DeviceState?] = [nil] + DeviceState.allCases.filter(\.mayBegin)
    let begun = origins.map { Move(from: $0, to: .sending) }
    let adopted = origins.map { Move(from: $0, to: .adopted) }
    let quarantined = origins.map { Move(from: $0, to: .quarantined) }
    let moved = kinds.flatMap { kind in kind.sources.map { Move(from: $0, to: kind.target) } }
    // Up to schema 3 an answer without a token led straight to quarantine.
    let older = [Move(from: .sending, to: .quarantined)]
    return Set(begun + adopted + quarantined + moved + older)
  }()

  /// One of each kind of transition.
  private static let kinds: [Transition] = [
    .conclude(.created(deviceID: "")), .conclude(.rejected(reason: "")),
    .conclude(.unknown(reason: "")),
    .settle(.adopted(deviceID: "", response: RawResponse(status: 0, body: []))),
    .settle(.quarantined(deviceID: "", reason: "")), .settle(.absent(reason: "")),
    .accept, .delete, .forget(reason: ""),
  ]
}

/// What an examination of a whole ledger has found.
package struct AuditFinding: Sendable {
  /// One sentence for each fault.
  package var violations: [String] = []
  package var devices = 0
  /// How many rows are being sent, or were when their run ended.
  package var sending = 0

  package init() {}
}
