import Effects
import Ledger
import LuaRuntime
import Provisioning
import QubitroClient
import Settings
import Terminal

/// The lines of `--json`, schema 1: first `run`, then `device` and `print` as they come, last
/// `summary`.
enum JSONReport {
  static func run(_ id: RunID, _ configuration: Configuration) -> String {
    var line = JSONLine(type: "run")
    line.add("schema", 1)
    line.add("id", id.description)
    line.add("command", configuration.mode.rawValue)
    line.add("script", configuration.script?.path)
    line.add("project", configuration.project)
    line.add("base_url", configuration.baseURL.description)
    line.add("ledger", configuration.ledger.path)
    line.add("version", version)
    return line.line
  }

  /// `isPlanned` adds what a run would do.
  static func device(_ result: DeviceResult, isPlanned: Bool = false) -> String {
    var line = JSONLine(type: "device")
    line.add("key", result.key)
    line.add("name", result.name)
    line.add("project", result.project)
    line.add("status", result.status.rawValue)
    if isPlanned { line.add("action", result.action.rawValue) }
    line.add("id", result.id)
    if isPlanned { line.add("rejected_before", result.rejection) }
    if result.isAccepted { line.add("accepted", true) }
    if !result.isPredictable { line.add("predictable", false) }
    if !result.drift.isEmpty { line.add("drift", .array(result.drift.map(Value.text))) }
    if let failure = result.failure {
      line.add("error") { error in
        error.add("kind", failure.kind.rawValue)
        error.add("message", failure.message)
        error.add("http_status", failure.status)
        error.add("where", failure.location)
        error.add("next", result.next)
      }
    }
    return line.line
  }

  static func print(_ text: String) -> String {
    var line = JSONLine(type: "print")
    line.add("text", text)
    return line.line
  }

  static func summary(_ runResult: RunResult, in context: Advice.Context) -> String {
    var line = JSONLine(type: "summary")
    if let figures = runResult.figures { add(figures, to: &line) }
    for status in DeviceResult.Status.allCases {
      line.add(status.rawValue, runResult.count(status))
    }
    if runResult.acceptedCount > 0 { line.add("accepted", runResult.acceptedCount) }
    if runResult.deletedCount > 0 { line.add("deleted", runResult.deletedCount) }
    line.add("drift", runResult.openProblems.count(.drift))
    if let plan = runResult.plan {
      line.add("actions") { actions in
        for action in PlanAction.allCases { actions.add(action.rawValue, plan.counts[action] ?? 0) }
      }
    }
    if !runResult.announcements.isEmpty {
      line.add("announcements", .array(runResult.announcements.map(Value.text)))
    }
    if runResult.isSkipped { line.add("skipped", true) }
    line.add("holder", runResult.holder)
    if let stop = runResult.stop { line.add("stopped", stop.message) }
    if let signal = runResult.signal { line.add("signal", signal.rawValue) }
    if let failure = runResult.scriptFailure, failure.kind != .stopped, failure.kind != .ended {
      line.add("script_error", failure.message)
    }
    line.add("next", Advice(runResult, in: context)?.next)
    line.add("exit_status", Int(runResult.exitStatus.rawValue))
    return line.line
  }

  private static func add(_ figures: RunFigures, to line: inout JSONLine) {
    line.add("duration_ms", DurationText.milliseconds(figures.duration))
    guard figures.requests > 0 else { return }
    line.add("requests", figures.requests)
    line.add("retries", figures.retries)
    line.add("refused_for_now", figures.refusals)
    guard let latency = figures.latency else { return }
    line.add("latency_ms") { inner in
      for (name, duration) in [
        ("p50", latency.p50), ("p90", latency.p90), ("p99", latency.p99), ("max", latency.most),
      ] {
        inner.add(name, .float((duration / .microseconds(100)).rounded() / 10))
      }
    }
  }
}
