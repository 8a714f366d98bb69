import Foundation
import Ledger
import Terminal

/// One run of the history as a line of JSON, and as cells of a table.
enum RunLine {
  /// The titles of the table.
  static let titles = ["RUN", "COMMAND", "STARTED", "DURATION", "EXIT", "DEVICES", "SCRIPT"]

  /// A line of the table.
  static func cells(_ run: RunRecord) -> [String] {
    [
      TerminalSafe.line(run.id.description), TerminalSafe.line(run.command),
      run.startedAt.map(Wording.time) ?? "-", duration(run) ?? "-",
      run.exitStatus.map { "\($0)" } ?? "-", counts(run) ?? "-",
      run.script.isEmpty ? "-" : TerminalSafe.line(run.script),
    ]
  }

  /// A line of JSON, without what `runs show` alone has.
  static func json(_ run: RunRecord) -> JSONLine {
    var line = JSONLine(type: "run")
    line.add("id", run.id.description)
    line.add("command", run.command)
    line.add("script", run.script.isEmpty ? nil : run.script)
    line.add("started_at", run.startedAt.map(RFC3339.text))
    line.add("ended_at", run.endedAt.map(RFC3339.text))
    line.add("duration_ms", seconds(run).map(milliseconds))
    line.add("exit_status", run.exitStatus)
    line.add("counts") { counts in
      for (status, count) in run.counts.sorted(by: { $0.key < $1.key }) {
        counts.add(status, count)
      }
    }
    return line
  }

  /// Such as `created 2, unchanged 23`; nil if there is nothing to count, or not yet.
  static func counts(_ run: RunRecord) -> String? {
    let parts = run.counts.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map {
      "\($0.key) \($0.value)"
    }
    return parts.isEmpty ? nil : TerminalSafe.line(parts.joined(separator: ", "))
  }

  /// How long the run took; nil while it goes on, and if it was killed.
  static func duration(_ run: RunRecord) -> String? {
    seconds(run).map { $0 < 10 ? "\(milliseconds($0)) ms" : DurationText.age($0) }
  }

  private static func seconds(_ run: RunRecord) -> TimeInterval? {
    guard let start = run.startedAt, let end = run.endedAt else { return nil }
    return max(0, end.timeIntervalSince(start))
  }

  private static func milliseconds(_ seconds: TimeInterval) -> Int {
    Int((seconds * 1000).rounded())
  }
}
