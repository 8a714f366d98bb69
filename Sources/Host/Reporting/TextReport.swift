import Effects
import LuaRuntime

/// The words of a run for a person.
enum TextReport {
  private static let longestName = 200
  private static let longestMessage = 2000

  /// One line for a device, as it is told with -v and by plan.
  static func device(_ result: DeviceResult) -> String {
    let label = result.status.rawValue.padded(to: 11)
    let name = PlainText.short(result.name ?? result.key ?? "?", to: longestName)
    let key = result.key == result.name ? "" : " (key \(PlainText.short(result.key ?? "none", to: longestName)))"
    let note = result.isPredictable ? "" : " (not predictable: it depends on an id or a token to come)"
    let accepted = result.isAccepted ? " (accepted)" : ""
    return "\(label) \(name)\(key)\(result.id.map { " \($0)" } ?? "")\(accepted)\(note)\(drift(result))"
  }

  private static func drift(_ result: DeviceResult) -> String {
    guard !result.drift.isEmpty else { return "" }
    let fields = result.drift.joined(separator: ", ")
    return " (drift: the script now has another \(fields), and the API cannot change a device)"
  }

  /// `created 2, unchanged 23`, or what a plan would do.
  static func counts(_ conclusion: Conclusion) -> String {
    let parts = DeviceResult.Status.allCases.filter { conclusion.count($0) > 0 }.map { status in
      let accepted = status == .quarantined && conclusion.acceptedCount > 0 ? " (\(conclusion.acceptedCount) accepted)" : ""
      return "\(status.rawValue) \(conclusion.count(status))\(accepted)"
    }
    return parts.isEmpty ? "no devices" : parts.joined(separator: ", ")
  }

  /// The whole story of a run that did not go well, or that has something standing to tell.
  static func story(_ conclusion: Conclusion, script: String?, logged: [String]) -> String {
    let what = conclusion.mode.rawValue + (script.map { " of \($0)" } ?? "")
    var text = "qubitro-host: \(what): \(counts(conclusion))\n"
    for announcement in conclusion.announcements { text += "  \(announcement)\n" }
    for result in conclusion.told { text += notable(result) }
    let all = DeviceResult.Status.failed.map(conclusion.count).reduce(conclusion.standing.count(.drift), +)
    let rest = all - conclusion.acceptedCount - conclusion.told.count - conclusion.untoldCount
    if rest > 0 { text += "  and \(rest) more\n" }
    if conclusion.untoldCount > 0 { text += "  and \(conclusion.untoldCount) as told before\n" }
    return text + ending(conclusion, logged: logged)
  }

  /// What the script and the run themselves came to, where they did not end well, and what was logged.
  static func ending(_ conclusion: Conclusion, logged: [String]) -> String {
    var text = ""
    if let failure = conclusion.scriptFailure, failure.kind != .stopped, failure.kind != .ended {
      text += "script failed: \(failure.message)\n"
      if let excerpt = conclusion.excerpt { text += "  \(excerpt)\n" }
      if !failure.traceback.isEmpty { text += "stack traceback:\n\(failure.traceback)\n" }
    }
    if let refusal = conclusion.lastRefusal, let failure = refusal.failure {
      text += "  the nil may be what a failed create returned: \(failure.location.map { "\($0): " } ?? "")\(failure.message)\n"
    }
    if let stop = conclusion.stop { text += "stopped: \(stop.message)\n" }
    if let signal = conclusion.signal { text += "stopped by \(signal == .interrupted ? "SIGINT" : "SIGTERM")\n" }
    if !logged.isEmpty { text += "log:\n" + logged.map { "  " + $0 }.joined() }
    return text
  }

  /// The last line: where to look, and the exit status.
  static func footer(_ conclusion: Conclusion, ledger: String, run: String) -> String {
    let limit = conclusion.scriptFailure?.limit.map { ", \($0.rawValue)" } ?? ""
    let place = limit.isEmpty ? "" : conclusion.scriptFailure?.location.map { " at \($0)" } ?? ""
    return "ledger \(ledger), run \(run), exit status \(conclusion.exitStatus.rawValue)\(limit)\(place)\n"
  }

  private static func notable(_ result: DeviceResult) -> String {
    guard let failure = result.failure else { return "  \(PlainText.line(device(result)))\n" }
    let place = failure.location.map { "\($0): " } ?? ""
    let next = result.next.map { "\n    next: \($0)" } ?? ""
    return "  \(result.status.rawValue): \(place)\(PlainText.short(failure.message, to: longestMessage))\(next)\n"
  }
}

extension DeviceResult.Status {
  fileprivate static let failed: [DeviceResult.Status] = [.rejected, .exists, .unknown, .quarantined]
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
