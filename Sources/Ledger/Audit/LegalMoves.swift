/// Which state may follow which: what a log can be held against.
package enum LegalMoves {
  private struct Move: Hashable {
    let from: DeviceState?
    let to: DeviceState
  }

  /// Whether a row may go from one state to the other; nil for a row that begins.
  package static func allow(_ from: DeviceState?, _ to: DeviceState) -> Bool {
    moves.contains(Move(from: from, to: to))
  }

  private static let moves: Set<Move> = {
    let begun = DeviceState.allCases.filter(\.mayBegin).map { Move(from: $0, to: .sending) }
    let moved = kinds.flatMap { kind in kind.sources.map { Move(from: $0, to: kind.target) } }
    let origins: [DeviceState?] = [nil] + DeviceState.allCases.filter(\.mayBegin)
    let taken = origins.flatMap { [Move(from: $0, to: .adopted), Move(from: $0, to: .quarantined)] }
    // Up to schema 3 an answer without a token led straight to quarantine.
    return Set(begun + moved + taken + [Move(from: nil, to: .sending), Move(from: .sending, to: .quarantined)])
  }()

  /// One of each kind of transition.
  private static let kinds: [Transition] = [
    .conclude(.created(deviceID: "")), .conclude(.rejected(reason: "")), .conclude(.unknown(reason: "")),
    .settle(.adopted(deviceID: "", response: RawResponse(status: 0, body: []))),
    .settle(.quarantined(deviceID: "", reason: "")), .settle(.absent(reason: "")), .accept, .delete, .forget(reason: ""),
  ]
}
