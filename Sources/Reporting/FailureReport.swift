import Effects
import LuaRuntime
import Provisioning
import Settings
import Terminal

/// The whole story of a run that did not go well, or that has something standing to tell.
///
/// It says what failed, which rows and where, what is safe, and what to type next. Each row is
/// named once.
struct FailureReport {
  private static let longestMessage = 2000
  /// How many records of what went before are shown.
  private static let recordCount = 50

  let runResult: RunResult
  let place: Advice.Place
  /// What the script has logged, as far as it was not shown at once.
  let logged: [String]
  /// Where the last steps of the run are found.
  let activity: RunActivity

  /// Ends with a newline.
  var text: String {
    let what = runResult.mode.rawValue + (place.script.map { " of \($0)" } ?? "")
    var text = "qubitro-host: \(what): \(TextReport.counts(runResult))\n"
    for announcement in runResult.announcements { text += "  \(announcement)\n" }
    text += rows + remainder + Self.ending(runResult, logged: logged)
    let records = activity.lines(about: runResult.subjects, last: Self.recordCount)
    if !records.isEmpty { text += "before that:\n" + records.map { "  " + $0 }.joined() }
    if let advice = Advice(runResult, at: place) {
      text += "safe to run again: \(advice.safety)\nnext: \(advice.next)\n"
    }
    return text
  }

  /// Rows in a row that want the same done share the line that says so.
  private var rows: String {
    let told = runResult.told
    return told.indices.map { index in
      let next = told[index].next
      let isLast = index == told.count - 1 || told[index + 1].next != next
      return Self.row(told[index]) + (isLast ? next.map { "    next: \($0)\n" } ?? "" : "")
    }.joined()
  }

  private static func row(_ result: DeviceResult) -> String {
    guard let failure = result.failure else {
      return "  \(TerminalSafe.line(TextReport.device(result)))\n"
    }
    let place = failure.location.map { "\($0): " } ?? ""
    return
      "  \(result.status.rawValue): \(place)\(TerminalSafe.short(failure.message, to: longestMessage))\n"
  }

  /// How many are not told, and where to see them.
  private var remainder: String {
    let told = runResult.told
    func rest(_ all: Int, _ kind: OpenProblems.Kind?, _ isOne: (DeviceResult) -> Bool) -> Int {
      if let kind, runResult.due?.contains(kind) == false { return 0 }
      return all - told.count(where: isOne)
    }
    let rejected = rest(runResult.count(.rejected) - runResult.unsentCount, nil) {
      $0.status == .rejected && !$0.isUnsent
    }
    let unsent = rest(runResult.unsentCount, nil, \.isUnsent)
    let unknown = rest(runResult.count(.unknown), .unknown) { $0.status == .unknown }
    let quarantined = rest(runResult.count(.quarantined) - runResult.acceptedCount, .quarantined) {
      $0.status == .quarantined
    }
    let existing = rest(runResult.count(.exists), .exists) { $0.status == .exists }
    let drifting = rest(runResult.standing.count(.drift), .drift) { !$0.drift.isEmpty }
    let list = place.inLedger("devices list") { command in
      command.add("--status", "rejected")
      command.add("--run", place.run)
    }
    let lines = [
      (rejected, "rejected: \(list)"), (unsent, "rejected, which were not sent: --json tells each"),
      (unknown + quarantined, "unknown or quarantined: \(place.inLedger("unknown list"))"),
      (existing, "that exist: --json tells each"), (drifting, "that drift: --json tells each"),
      (runResult.untoldCount, "as told before"),
    ]
    return lines.filter { $0.0 > 0 }.map {
      "  and \($0.0) \($0.1 == "as told before" ? "" : "more ")\($0.1)\n"
    }.joined()
  }

  /// What the script and the run themselves came to, where they did not end well, and what was
  /// logged.
  static func ending(_ runResult: RunResult, logged: [String]) -> String {
    script(runResult) + reasons(runResult)
      + (logged.isEmpty ? "" : "log:\n" + logged.map { "  " + $0 }.joined())
  }

  private static func script(_ runResult: RunResult) -> String {
    var text = ""
    if let failure = runResult.scriptFailure, failure.kind != .stopped, failure.kind != .ended {
      text += "script failed: \(failure.message)\n"
      if let excerpt = runResult.excerpt { text += "  \(excerpt)\n" }
      if !failure.traceback.isEmpty { text += "stack traceback:\n\(failure.traceback)\n" }
    }
    if let refusal = runResult.lastRefusal, let failure = refusal.failure {
      text +=
        "  the nil may be what a failed create returned: \(failure.location.map { "\($0): " } ?? "")"
      text += runResult.told.contains(refusal) ? "see above\n" : "\(failure.message)\n"
    }
    return text
  }

  /// Why it stopped; what a row has said already is not said again.
  private static func reasons(_ runResult: RunResult) -> String {
    var text = ""
    if let stop = runResult.stop {
      let isTold = runResult.told.contains { $0.failure?.message == stop.message }
      text += "stopped: \(isTold ? "for the reason of a row above" : stop.message)\n"
    }
    if let signal = runResult.signal { text += "stopped by \(signal.rawValue)\n" }
    return text
  }
}

extension RunResult {
  /// What went before that bears on how the run ended.
  fileprivate var subjects: Set<RunTopic> {
    var subjects: Set<RunTopic> = []
    if case .ledger? = stop { subjects.formUnion([.ledger, .lock, .request]) }
    switch stop {
    case .keyRefused, .unavailable, .tryLater, .accountOverdue, .configuration:
      subjects.formUnion([.request, .wait, .look])
    case .ledger, .usage, .createLimit, nil: break
    }
    if count(.unknown) + count(.quarantined) - acceptedCount > 0 {
      subjects.formUnion([.request, .wait, .look, .settling])
    }
    if told.contains(where: { $0.failure?.kind == .unavailable || $0.failure?.isRetryable == true })
    {
      subjects.formUnion([.request, .wait])
    }
    if count(.exists) > 0 { subjects.formUnion([.look]) }
    if scriptFailure?.kind == .internal {
      subjects.formUnion([.request, .wait, .look, .settling, .ledger, .lock])
    }
    return subjects
  }
}

/// The line of a script that an error names, as it stands in the file.
package struct SourceExcerpt: Hashable, Sendable, CustomStringConvertible {
  private static let longest = 120

  package let line: Int
  package let text: String

  /// Nil when the text has no such line, or nothing on it.
  package init?(line: Int, in source: [UInt8]) {
    let lines = source.split(
      separator: UInt8(ascii: "\n"), maxSplits: line, omittingEmptySubsequences: false)
    guard line > 0, line <= lines.count else { return nil }
    let bytes = lines[line - 1]
    let text = String(
      decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes, as: UTF8.self)
    let shown = TerminalSafe.line(
      text.count > Self.longest ? text.prefix(Self.longest) + "..." : text)
    guard shown.contains(where: { !$0.isWhitespace }) else { return nil }
    self.line = line
    self.text = shown
  }

  /// The number and the text, as in `12 | return device.id`.
  package var description: String { "\(line) | \(text)" }
}
