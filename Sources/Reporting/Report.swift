package import Bindings
import Effects
package import Foundation
package import Ledger
package import LuaRuntime
package import Provisioning
package import Settings
import Synchronization
package import Terminal

/// Collects what a run does, and tells it: as it happens where somebody watches, at the end where
/// something went wrong.
package final class Report: RunSink, PrintSink {
  private static let logLimit = 1000

  private struct State {
    var runResult: RunResult
    var logged: [String] = []
    /// Unknowns that may be settled before the end.
    var held: [DeviceResult] = []
    /// What was last told of standing conditions.
    var told: [String: Notified] = [:]
    var expected = ExpectedDevices()
  }

  /// What the run has done last, and how often.
  package let activity: RunActivity

  private let state: Mutex<State>
  private let console: MaskedConsole
  package let progress: LiveProgress
  private let style: ReportStyle
  private let configuration: Configuration
  private let run: RunID
  private let control: RunControl?

  package init(
    _ configuration: Configuration, run: RunID, console: MaskedConsole,
    screen: ProgressConsole? = nil,
    halting control: RunControl? = nil
  ) {
    self.control = control
    progress = LiveProgress(on: screen, configuration.display)
    style = ReportStyle(isTerminal: console.isTerminal, configuration.display)
    let trace: @Sendable (String) -> Void = { line in console.writeError(line) }
    let tell: @Sendable (String) -> Void = { text in
      console.writeError("\(Date().formatted(.iso8601)) \(text)\n")
    }
    let tellsWaits = !progress.isShown && configuration.isWatched(console)
    activity = RunActivity(
      trace: configuration.isTraced ? trace : nil, tellingWaits: tellsWaits ? tell : nil)
    self.configuration = configuration
    self.run = run
    self.console = console
    state = Mutex(
      State(
        runResult: RunResult(
          mode: configuration.mode, hasDetailedExitCode: configuration.hasDetailedExitCode)))
  }

  /// Tells that the run begins.
  package func begin() {
    if configuration.isJSON { console.writeOutput(JSONReport.run(run, configuration)) }
    progress.begin { [weak self] in
      guard let self else { return ProgressLine() }
      let (runResult, held, expected) = state.withLock {
        ($0.runResult, $0.held.count, $0.expected)
      }
      return ProgressLine(runResult, held: held, expected, activity)
    }
  }

  /// Takes one device's result.
  package func device(_ result: DeviceResult) {
    if let token = result.token { console.learn(token: token) }
    state.withLock { $0.runResult.add(result) }
    control?.progressCounter.countDevice()
    if configuration.isJSON {
      console.writeOutput(JSONReport.device(result, isPlanned: configuration.mode == .plan))
    }
    if tellsDevices {
      console.writeError(
        TerminalSafe.line(TextReport.device(result)) + "\n", paintedBy: style.painted)
    }
  }

  /// Tells something that a person has to know although nothing went wrong.
  package func announce(_ message: String) {
    state.withLock { $0.runResult.announcements.append(message) }
  }

  /// Tells something of the run itself, as a script tells by `host.log.warn`.
  package func note(_ message: String) {
    log(LogRecord(level: .warn, message: message, location: nil))
  }

  /// Takes the result of a create that may be settled before the run ends; it is told then.
  package func hold(_ result: DeviceResult) {
    state.withLock { $0.held.append(result) }
  }

  /// The results that are held.
  package var held: [DeviceResult] { state.withLock { $0.held } }

  /// The same, which the caller hands back by `device`.
  package func takeHeld() -> [DeviceResult] {
    state.withLock { state in
      defer { state.held = [] }
      return state.held
    }
  }

  /// Notes that the ledger has the run in its history from now on.
  package func noteRecorded() {
    state.withLock { $0.runResult.isRecorded = true }
  }

  /// Learns what earlier runs have told of standing conditions, so that it is not told again.
  package func remember(_ told: [String: Notified]) {
    state.withLock { $0.told = told }
  }

  /// Decides which standing conditions are told now; returns what will have been told then, or nil
  /// where that is nothing new.
  package func decideStanding(now: Date) -> [String: Notified]? {
    state.withLock { state in
      let standing = state.runResult.standing
      if !isWatched { state.runResult.due = standing.due(after: state.told, now: now) }
      let next = standing.told(after: state.told, now: now)
      return next == state.told ? nil : next
    }
  }

  /// Notes why the run stops, and lets nothing new begin, unless something is to be finished first;
  /// of several reasons the gravest stays, and the first of its kind.
  package func stop(_ stop: Stop, isHalting: Bool) {
    let stop = stop.withMessageOnOneLine
    state.withLock { state in
      let first = state.runResult.stop ?? stop
      let isGraver =
        stop.status != first.status
        && ExitStatus.first(of: [first.status, stop.status]) == stop.status
      state.runResult.stop = isGraver ? stop : first
    }
    if isHalting { halt() }
  }

  /// Lets nothing new begin, for a reason that is known already.
  package func halt() {
    control?.halt()
  }

  /// Learns how many devices the script is about to ask for.
  package func expect(_ batch: DeviceBatch) {
    state.withLock { $0.expected.note(batch, done: $0.held.count + $0.runResult.dealtWith) }
  }

  /// Counts devices that the script has deleted.
  package func deleted(_ count: Int) {
    state.withLock { $0.runResult.deletedCount += count }
  }

  /// Learns which arguments are secret: no command to type spells them out.
  package func conceal(_ arguments: Set<String>) {
    state.withLock { $0.runResult.secretArguments = arguments }
  }

  /// Masks a text in whatever is written from now on.
  package func mask(_ secret: String) {
    console.learn(withParts: secret)
  }

  package func log(_ record: LogRecord) {
    let fields = record.fields.sorted { $0.key < $1.key }.map { " \($0.key.lossyText)=\($0.value)" }
      .joined()
    let text =
      "\(record.level.rawValue) \(record.message)\(fields)\(record.location.map { " (\($0))" } ?? "")"
    let line = "\(Date().formatted(.iso8601)) \(TerminalSafe.line(text))\n"
    if isWatched {
      console.writeError(line)
    } else {
      state.withLock { state in
        if state.logged.count == Self.logLimit { state.logged.removeFirst() }
        state.logged.append(line)
      }
    }
  }

  package func write(_ printed: [UInt8]) {
    guard configuration.isJSON else {
      return console.writeOutput(TerminalSafe.escaped(String(decoding: printed, as: UTF8.self)))
    }
    for record in printed.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      console.writeOutput(JSONReport.print(String(decoding: record, as: UTF8.self)))
    }
  }

  /// Names the run that holds the ledger; nil once none does.
  package func meet(_ holder: String?) {
    state.withLock { $0.runResult.holder = holder }
  }

  /// Notes that the run does nothing, since another one is at it.
  package func skip() {
    state.withLock { $0.runResult.isSkipped = true }
  }

  /// Says what a signal does, at once, to whoever looks.
  package func sayFarewell(finishing changes: Int, within limit: Duration) {
    let requests = changes == 1 ? "1 request" : "\(changes) requests"
    let work =
      changes == 0
      ? "" : ": finishing \(requests), at most \(DurationText.age(limit / .seconds(1)))"
    say("stopping\(work); a second signal ends at once")
  }

  /// Says what happens, at once, to whoever looks.
  package func say(_ message: String) {
    if isWatched { console.writeError("\(TerminalSafe.line(message))\n") }
  }

  /// Notes how the script ended; the exit status is known from here on.
  package func close(
    scriptFailure: ScriptFailure?, excerpt: SourceExcerpt? = nil, signal: RunControl.Signal?
  ) {
    state.withLock { state in
      state.runResult.scriptFailure = scriptFailure
      state.runResult.excerpt = excerpt
      state.runResult.signal = signal
    }
  }

  package var exitStatus: ExitStatus {
    state.withLock { $0.runResult.exitStatus }
  }

  /// How many devices came to this status.
  package func count(_ status: DeviceResult.Status) -> Int {
    state.withLock { $0.runResult.count(status) }
  }

  /// How many devices came to what, by the status's name.
  package var counts: [String: Int] {
    state.withLock {
      Dictionary(uniqueKeysWithValues: $0.runResult.counts.map { ($0.key.rawValue, $0.value) })
    }
  }

  /// The end of a run that has not begun, of which there is nothing to tell.
  package func withdraw(by signal: RunControl.Signal?) -> RunResult {
    close(scriptFailure: nil, signal: signal)
    return state.withLock { $0.runResult }
  }

  /// Tells the end, once, and returns it.
  package func conclude() -> RunResult {
    progress.end()
    let figures = activity.figures
    let (runResult, logged) = state.withLock { state in
      state.runResult.figures = figures
      return (state.runResult, state.logged)
    }
    tell(runResult, logged)
    if configuration.isJSON {
      console.writeOutput(
        JSONReport.summary(runResult, at: Advice.Place(configuration, run: run.description)))
    }
    return runResult
  }

  private func tell(_ runResult: RunResult, _ logged: [String]) {
    let place = Advice.Place(configuration, run: run.description)
    let footer = TextReport.footer(
      runResult, ledger: configuration.ledger.path, run: run.description)
    let figures = isWatched ? TextReport.figures(runResult) : ""
    if runResult.isSkipped, isWatched {
      let holder = runResult.holder.map { " (\(TerminalSafe.line($0)))" } ?? ""
      console.writeError("another run holds the ledger\(holder); nothing was done; \(footer)")
    } else if let plan = runResult.plan {
      tell(plan, of: runResult, isWorthTelling(runResult) ? logged : [], footer)
    } else if isWorthTelling(runResult) {
      let story = FailureReport(
        runResult: runResult, place: place, logged: logged, activity: activity
      ).text
      console.writeError(TerminalSafe.escaped(story) + figures + footer, paintedBy: style.painted)
    } else if isWatched {
      console.writeError(
        "\(figures)\(TextReport.counts(runResult)); \(footer)", paintedBy: style.painted)
    } else if configuration.isOccasion(runResult) {
      console.writeError(TextReport.line(runResult, at: place))
    }
  }

  /// A plan is asked for to be read, wherever it goes.
  private func tell(
    _ plan: PlanTable, of runResult: RunResult, _ logged: [String], _ footer: String
  ) {
    let selection: PlanReport.Selection
    switch configuration.verbosity {
    case .quiet where !runResult.hasNews: return
    case .quiet: selection = .notable
    case .normal: selection = configuration.isJSON ? .notable : .changes
    case .verbose: selection = .all
    }
    let text = PlanReport.text(
      runResult, plan, script: configuration.script?.path, selection, logged: logged)
    console.writeError(TerminalSafe.escaped(text) + footer, paintedBy: style.painted)
  }

  /// Off a terminal a standing condition that was told before is no reason to speak, though it
  /// decides the exit status.
  private func isWorthTelling(_ runResult: RunResult) -> Bool {
    if runResult.hasNews { return true }
    return isWatched && ![.converged, .changed].contains(runResult.exitStatus)
  }

  /// Whether somebody looks at standard error as the run goes on.
  private var isWatched: Bool { configuration.isWatched(console) }

  /// A plan tells its devices at its end, in their order.
  private var tellsDevices: Bool {
    configuration.verbosity == .verbose && configuration.mode != .plan
  }
}
