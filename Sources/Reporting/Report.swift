package import Bindings
package import Foundation
package import Ledger
package import Provisioning
package import Settings
import Synchronization
package import Terminal

/// Collects what a run does and reports it: at once if somebody watches, and at the end if
/// something went wrong.
package final class Report: RunSink {
  /// What the run has done last, and how often.
  package let activity: RunActivity
  /// The line that shows how far the run has come.
  package let progress: LiveProgress

  let state: Mutex<ReportState>
  let console: MaskedConsole
  let style: ReportStyle
  let configuration: Configuration
  let run: RunID
  private let control: RunControl?

  package init(
    _ configuration: Configuration, run: RunID, console: MaskedConsole,
    screen: ProgressConsole? = nil, halting control: RunControl? = nil
  ) {
    self.control = control
    progress = LiveProgress(on: screen, configuration.display)
    style = ReportStyle(isTerminal: console.isTerminal, configuration.display)
    let trace: @Sendable (String) -> Void = { line in console.writeError(line) }
    let report: @Sendable (String) -> Void = { text in
      console.writeError("\(Date().formatted(.iso8601)) \(text)\n")
    }
    let reportsWaits = !progress.isShown && configuration.isWatched(console)
    activity = RunActivity(
      trace: configuration.isTraced ? trace : nil, reportingWaits: reportsWaits ? report : nil)
    self.configuration = configuration
    self.run = run
    self.console = console
    state = Mutex(
      ReportState(
        RunResult(
          mode: configuration.mode, hasDetailedExitCode: configuration.hasDetailedExitCode)))
  }

  /// Reports that the run begins.
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
    if reportsDevices {
      console.writeError(
        TerminalSafe.line(TextReport.device(result)) + "\n", paintedBy: style.painted)
    }
  }

  /// Takes the result of a create that may be settled before the run ends; it is reported then.
  package func hold(_ result: DeviceResult) {
    state.withLock { $0.hold(result) }
  }

  /// The results that are held.
  package var held: [DeviceResult] { state.withLock { $0.held } }

  /// Gives the held results back, each to be handed on by `device`.
  package func takeHeld() -> [DeviceResult] {
    state.withLock { $0.takeHeld() }
  }

  /// Learns how many devices the script is about to ask for.
  package func expect(_ batch: DeviceBatch) {
    state.withLock { $0.expect(batch) }
  }

  /// Counts devices that the script has deleted.
  package func deleted(_ count: Int) {
    state.withLock { $0.runResult.deletedCount += count }
  }

  /// Takes a message that a person has to read although nothing went wrong.
  package func announce(_ message: String) {
    state.withLock { $0.runResult.announcements.append(message) }
  }

  /// Warns of something in the run itself, as a script warns by `host.log.warn`.
  package func note(_ message: String) {
    log(LogRecord(level: .warn, message: message, location: nil))
  }

  /// Notes that the ledger has the run in its history from now on.
  package func noteRecorded() {
    state.withLock { $0.runResult.isRecorded = true }
  }

  /// Learns what earlier runs have notified of open problems, so that this one does not repeat it.
  package func remember(_ notified: [String: Notified]) {
    state.withLock { $0.notified = notified }
  }

  /// Decides which open problems are reported now.
  ///
  /// Returns what will have been notified then, or nil if that is nothing new.
  package func decideDue(now: Date) -> [String: Notified]? {
    state.withLock { $0.decideDue(isWatched: isWatched, now: now) }
  }

  /// Notes why the run stops, and lets nothing new begin, unless something is to be finished first.
  package func stop(_ stop: Stop, isHalting: Bool) {
    state.withLock { $0.stop(stop) }
    if isHalting { halt() }
  }

  /// Lets nothing new begin, for a reason that is known already.
  package func halt() {
    control?.halt()
  }

  /// Learns which arguments are secret: no command to type spells them out.
  package func conceal(_ arguments: Set<String>) {
    state.withLock { $0.runResult.secretArguments = arguments }
  }

  /// Masks a text in whatever is written from now on.
  package func mask(_ secret: String) {
    console.learn(withParts: secret)
  }

  /// Names the run that holds the ledger; nil once none does.
  package func noteHolder(_ holder: String?) {
    state.withLock { $0.runResult.holder = holder }
  }

  /// Notes that the run does nothing, since another one holds the ledger.
  package func skip() {
    state.withLock { $0.runResult.isSkipped = true }
  }

  /// Whether each device is reported as it comes; a plan reports its devices at its end, in order.
  private var reportsDevices: Bool {
    configuration.verbosity == .verbose && configuration.mode != .plan
  }
}
