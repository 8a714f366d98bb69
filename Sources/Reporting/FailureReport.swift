import Effects
import LuaRuntime
import Provisioning
import Settings
import Terminal

/// The whole text on a run that did not go well, or that has open problems to report.
///
/// It says what failed, which rows and where, what is safe, and what to type next. It names each
/// row once.
struct FailureReport {
  private static let longestMessage = 2000
  /// How many records of what went before are shown.
  private static let recordCount = 50

  let runResult: RunResult
  let context: Advice.Context
  /// What the script has logged and nobody has seen yet.
  let logged: [String]
  /// Has the last steps of the run.
  let activity: RunActivity

  /// Ends with a newline.
  var text: String {
    let what = runResult.mode.rawValue + (context.script.map { " of \($0)" } ?? "")
    var text = "qubitro-host: \(what): \(TextReport.counts(runResult))\n"
    for announcement in runResult.announcements { text += "  \(announcement)\n" }
    text += rows + remainder + Self.ending(runResult, logged: logged)
    let records = activity.lines(about: runResult.topics, last: Self.recordCount)
    if !records.isEmpty { text += "before that:\n" + records.map { "  " + $0 }.joined() }
    if let advice = Advice(runResult, in: context) {
      text += "safe to run again: \(advice.safety)\nnext: \(advice.next)\n"
    }
    return text
  }

  /// The rows; neighbours that call for the same next step share the line that names it.
  private var rows: String {
    let reported = runResult.reported
    return reported.indices.map { index in
      let next = reported[index].next
      let isLast = index == reported.count - 1 || reported[index + 1].next != next
      return Self.row(reported[index]) + (isLast ? next.map { "    next: \($0)\n" } ?? "" : "")
    }.joined()
  }

  private static func row(_ result: DeviceResult) -> String {
    guard let failure = result.failure else {
      return "  \(TerminalSafe.line(TextReport.device(result)))\n"
    }
    let location = failure.location.map { "\($0): " } ?? ""
    let message = TerminalSafe.short(failure.message, to: longestMessage)
    return "  \(result.status.rawValue): \(location)\(message)\n"
  }

  /// How many rows are not reported one by one, and where to see them.
  private var remainder: String {
    let rejected = rest(runResult.count(.rejected) - runResult.unsentCount) {
      $0.status == .rejected && !$0.isUnsent
    }
    let unsent = rest(runResult.unsentCount, \.isUnsent)
    let unknown = rest(runResult.count(.unknown), of: .unknown) { $0.status == .unknown }
    let quarantined = rest(
      runResult.count(.quarantined) - runResult.acceptedCount, of: .quarantined
    ) { $0.status == .quarantined }
    let existing = rest(runResult.count(.exists), of: .exists) { $0.status == .exists }
    let drifting = rest(runResult.openProblems.count(.drift), of: .drift) { !$0.drift.isEmpty }
    let more = [
      (rejected, "rejected: \(listOfRejected)"),
      (unsent, "rejected, which were not sent: --json tells each"),
      (unknown + quarantined, "unknown or quarantined: \(context.inLedger("unknown list"))"),
      (existing, "that exist: --json tells each"), (drifting, "that drift: --json tells each"),
    ].filter { $0.0 > 0 }.map { "  and \($0.0) more \($0.1)\n" }.joined()
    let before = runResult.notifiedBeforeCount
    return before > 0 ? more + "  and \(before) as told before\n" : more
  }

  /// How many of these the rows leave out, without those that were notified before.
  private func rest(
    _ count: Int, of kind: OpenProblems.Kind? = nil, _ isOne: (DeviceResult) -> Bool
  ) -> Int {
    if let kind, runResult.due?.contains(kind) == false { return 0 }
    return count - runResult.reported.count(where: isOne)
  }

  private var listOfRejected: String {
    context.inLedger("devices list") { command in
      command.add("--status", "rejected")
      command.add("--run", context.run)
    }
  }

  /// Why the script and the run themselves did not end well, and what was logged.
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
      let location = failure.location.map { "\($0): " } ?? ""
      text += "  the nil may be what a failed create returned: \(location)"
      text += runResult.reported.contains(refusal) ? "see above\n" : "\(failure.message)\n"
    }
    return text
  }

  /// Why the run stopped, unless a row has said so already.
  private static func reasons(_ runResult: RunResult) -> String {
    var text = ""
    if let stop = runResult.stop {
      let isReported = runResult.reported.contains { $0.failure?.message == stop.message }
      let reason = isReported ? "for the reason of a row above" : stop.withMessageOnOneLine.message
      text += "stopped: \(reason)\n"
    }
    if let signal = runResult.signal { text += "stopped by \(signal.rawValue)\n" }
    return text
  }
}

extension RunResult {
  /// The topics whose records help to explain how the run ended.
  fileprivate var topics: Set<RunTopic> {
    var topics: Set<RunTopic> = []
    if case .ledger? = stop { topics.formUnion([.ledger, .lock, .request]) }
    switch stop {
    case .keyRefused, .unavailable, .tryLater, .accountOverdue, .configuration:
      topics.formUnion([.request, .wait, .look])
    case .ledger, .usage, .createLimit, nil: break
    }
    if count(.unknown) + count(.quarantined) - acceptedCount > 0 {
      topics.formUnion([.request, .wait, .look, .settling])
    }
    if reported.contains(where: {
      $0.failure?.kind == .unavailable || $0.failure?.isRetryable == true
    }) {
      topics.formUnion([.request, .wait])
    }
    if count(.exists) > 0 { topics.formUnion([.look]) }
    if scriptFailure?.kind == .internal {
      topics.formUnion([.request, .wait, .look, .settling, .ledger, .lock])
    }
    return topics
  }
}

/// The line of a script that an error names, as it stands in the file.
package struct SourceExcerpt: Hashable, Sendable, CustomStringConvertible {
  private static let longest = 120

  let line: Int
  let text: String

  /// Nil if the text has no such line, or nothing on it.
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
