import Effects
import LuaRuntime
import Provisioning
import Settings
import Terminal

/// The words of a run for a person.
enum TextReport {
  private static let longestName = 200

  /// One line for a device, as `-v` reports it.
  static func device(_ result: DeviceResult) -> String {
    let label = result.status.rawValue.padded(to: 11)
    let name = TerminalSafe.short(result.name ?? result.key ?? "?", to: longestName)
    let key =
      result.key == result.name
      ? "" : " (key \(TerminalSafe.short(result.key ?? "none", to: longestName)))"
    let note =
      result.isPredictable ? "" : " (not predictable: it depends on an id or a token to come)"
    let accepted = result.isAccepted ? " (accepted)" : ""
    return
      "\(label) \(name)\(key)\(result.id.map { " \($0)" } ?? "")\(accepted)\(note)\(drift(result))"
  }

  private static func drift(_ result: DeviceResult) -> String {
    guard !result.drift.isEmpty else { return "" }
    let fields = result.drift.joined(separator: ", ")
    return " (drift: the script now has another \(fields), and the API cannot change a device)"
  }

  /// `created 2, unchanged 23`, or what a plan would do.
  static func counts(_ runResult: RunResult) -> String {
    let parts = DeviceResult.Status.allCases.filter { runResult.count($0) > 0 }.map { status in
      let accepted =
        status == .quarantined && runResult.acceptedCount > 0
        ? " (\(runResult.acceptedCount) accepted)" : ""
      return "\(status.rawValue) \(runResult.count(status))\(accepted)"
    }
    let deleted = runResult.deletedCount > 0 ? ["deleted \(runResult.deletedCount)"] : []
    return parts.isEmpty && deleted.isEmpty
      ? "no devices" : (parts + deleted).joined(separator: ", ")
  }

  /// A run that went well in one line, which cron mails with `--report change`.
  static func line(_ runResult: RunResult, in context: Advice.Context) -> String {
    let what = runResult.mode.rawValue + (context.script.map { " of \($0)" } ?? "")
    let holder = runResult.holder.map { " (\($0))" } ?? ""
    let came =
      runResult.isSkipped ? "skipped, another run holds the ledger\(holder)" : counts(runResult)
    let time = runResult.figures.map { " in \(DurationText.elapsed($0.duration))" } ?? ""
    let end = runResult.isSkipped ? came : came + time
    return TerminalSafe.line(
      "qubitro-host: \(what): \(end); ledger \(context.ledger), run \(context.run)") + "\n"
  }

  /// The numbers of a run for a person who watches it; empty if it asked nothing of the API.
  static func figures(_ runResult: RunResult) -> String {
    runResult.figures?.text(made: runResult.count(.created)).map { $0 + "\n" } ?? ""
  }

  /// The last line: where to look, and the exit status.
  static func footer(_ runResult: RunResult, ledger: String, run: String) -> String {
    let limit = runResult.scriptFailure?.limit.map { ", \($0.rawValue)" } ?? ""
    let location = limit.isEmpty ? "" : runResult.scriptFailure?.location.map { " at \($0)" } ?? ""
    let time = runResult.figures.map { ", \(DurationText.elapsed($0.duration))" } ?? ""
    let status = "exit status \(runResult.exitStatus.rawValue)\(limit)\(location)"
    return "ledger \(ledger), run \(run)\(time), \(status)\n"
  }
}
