import Bindings
import Effects
import Provisioning
import Terminal

/// A plan in words.
enum PlanReport {
  /// Which rows the table shows.
  enum Selection {
    /// Those that a person has to look into.
    case notable
    /// Those that are not as they were.
    case changes
    case all

    fileprivate func contains(_ action: PlanAction) -> Bool {
      switch self {
      case .notable: action.isNotable
      case .changes: action != .unchanged
      case .all: true
      }
    }
  }

  private static let longestName = 200
  private static let longestMessage = 2000

  /// The table, the announcements, why the run stopped, and the counts.
  ///
  /// The footer follows on the line of the counts.
  static func text(
    _ runResult: RunResult, _ table: PlanTable, script: String?, _ selection: Selection,
    logged: [String]
  ) -> String {
    var text = rows(of: table, selection)
    for announcement in runResult.announcements { text += "note: \(announcement)\n" }
    text += FailureReport.ending(runResult, logged: logged)
    return text
      + "plan\(script.map { " of \($0)" } ?? ""): \(counts(runResult, table)); nothing was done; "
  }

  /// `12 to create, 1 to retry, 3 unchanged`.
  static func counts(_ runResult: RunResult, _ table: PlanTable) -> String {
    let counts = table.counts
    let parts = PlanAction.allCases.compactMap { action in
      counts[action].map { count in
        let accepted =
          action == .quarantined && runResult.acceptedCount > 0
          ? " (\(runResult.acceptedCount) accepted)" : ""
        return action.counted(count) + accepted
      }
    }
    return parts.isEmpty ? "no devices" : parts.joined(separator: ", ")
  }

  /// The table, with the next step and the number of rows left out under each action's rows.
  private static func rows(of table: PlanTable, _ selection: Selection) -> String {
    let actions = PlanAction.allCases.filter(selection.contains)
    let results = actions.map { action in
      table.reported(action).filter { selection == .all || !$0.isAccepted }
    }
    let all = Array(results.joined())
    guard !all.isEmpty else { return "" }
    var lines = lines(for: all, spansProjects: table.spansProjects)[...]
    var text = (lines.popFirst() ?? "") + "\n"
    for (action, results) in zip(actions, results) {
      for (result, following) in zip(results, results.dropFirst().map(\.next) + [nil]) {
        text += (lines.popFirst() ?? "") + "\n"
        // The next step of several rows is said once, under the last of them.
        if let next = result.next, next != following {
          text += "  next: \(TerminalSafe.line(next))\n"
        }
      }
      let rest = (table.counts[action] ?? 0) - table.reported(action).count
      if rest > 0 { text += "\(action.rawValue): and \(rest) more (--json has every one)\n" }
    }
    return text
  }

  /// The heading and a line for each result, in columns.
  private static func lines(for results: [DeviceResult], spansProjects: Bool) -> [String] {
    let hasKeys = results.contains { $0.key != $0.name }
    var layout = TextTable(
      line("ACTION", "NAME", hasKeys ? "KEY" : nil, spansProjects ? "PROJECT" : nil, "NOTE"))
    let cells = results.map { result in
      line(
        result.action.rawValue, name(result.name ?? result.key),
        hasKeys ? result.key == result.name ? "" : name(result.key) : nil,
        spansProjects ? name(result.project) : nil, note(on: result))
    }
    return layout.text(of: cells).split(separator: "\n").map(trimmed)
  }

  private static func line(_ cells: String?...) -> [String] { cells.compactMap(\.self) }

  private static func name(_ text: String?) -> String {
    text.map { TerminalSafe.line(TerminalSafe.short($0, to: longestName)) } ?? "?"
  }

  private static func trimmed(_ line: Substring) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// The reason of the action, in short.
  private static func note(on result: DeviceResult) -> String {
    var parts: [String] = []
    if let failure = result.failure {
      parts.append(
        (failure.location.map { "\($0): " } ?? "") + reason(failure)
          + (result.isAccepted ? " (accepted)" : ""))
    } else if let id = result.id {
      parts.append(id)
    }
    if let rejection = result.rejection {
      parts.append(rejection.isEmpty ? "was rejected" : "was rejected: \(rejection)")
    }
    if !result.drift.isEmpty {
      parts.append(
        "the script now differs in \(result.drift.joined(separator: ", ")), "
          + "and the API cannot change a device")
    }
    if !result.isPredictable {
      parts.append("not predictable: it depends on an id or a token to come")
    }
    return TerminalSafe.line(TerminalSafe.short(parts.joined(separator: "; "), to: longestMessage))
  }

  /// A failure's message without the name and the key that it begins with; the table has columns
  /// for them.
  private static func reason(_ failure: EffectFailure) -> String {
    let prefix = "\(CreateDevice.signature.name) '\(failure.key ?? "")': "
    return failure.message.hasPrefix(prefix)
      ? String(failure.message.dropFirst(prefix.count)) : failure.message
  }
}
