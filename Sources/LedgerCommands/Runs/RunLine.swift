import Foundation
import Ledger
import Terminal

/// One run of the history as a line: of a table, and of JSON.
enum RunLine {
  static let titles = ["RUN", "COMMAND", "STARTED", "DURATION", "EXIT", "DEVICES", "SCRIPT"]

  static func cells(_ run: RunRecord) -> [String] {
    [
      TerminalSafe.line(run.id.description), TerminalSafe.line(run.command), run.startedAt.map(DeviceTable.time) ?? "-",
      duration(run) ?? "-",
      run.exitStatus.map { "\($0)" } ?? "-", counts(run) ?? "-", run.script.isEmpty ? "-" : TerminalSafe.line(run.script),
    ]
  }

  /// `created 2, unchanged 23`; nil where there is nothing to count, or not yet.
  static func counts(_ run: RunRecord) -> String? {
    let parts = run.counts.sorted { $0.key < $1.key }.filter { $0.value > 0 }.map { "\($0.key) \($0.value)" }
    return parts.isEmpty ? nil : TerminalSafe.line(parts.joined(separator: ", "))
  }

  /// How long it took; nil while it goes on, and where it ended without saying so.
  static func duration(_ run: RunRecord) -> String? {
    seconds(run).map { $0 < 10 ? "\(milliseconds($0)) ms" : Age.text($0) }
  }

  static func seconds(_ run: RunRecord) -> TimeInterval? {
    guard let start = run.startedAt, let end = run.endedAt else { return nil }
    return max(0, end.timeIntervalSince(start))
  }

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
      for (status, count) in run.counts.sorted(by: { $0.key < $1.key }) { counts.add(status, count) }
    }
    return line
  }

  private static func milliseconds(_ seconds: TimeInterval) -> Int {
    Int((seconds * 1000).rounded())
  }
}
