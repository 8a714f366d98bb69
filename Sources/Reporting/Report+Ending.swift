import Ledger
package import LuaRuntime
package import Provisioning
import Settings
import Synchronization
package import Terminal

extension Report {
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

  /// How the process ends, as far as the run has come.
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

  /// Returns the end of a run that has not begun, and writes nothing.
  package func withdraw(by signal: RunControl.Signal?) -> RunResult {
    close(scriptFailure: nil, signal: signal)
    return state.withLock { $0.runResult }
  }

  /// Reports the end, once, and returns it.
  package func conclude() -> RunResult {
    progress.end()
    let figures = activity.figures
    let (runResult, logged) = state.withLock { state in
      state.runResult.figures = figures
      return (state.runResult, state.logged)
    }
    writeEnd(runResult, logged)
    if configuration.isJSON { console.writeOutput(JSONReport.summary(runResult, in: context)) }
    return runResult
  }

  private var context: Advice.Context { Advice.Context(configuration, run: run.description) }

  private func writeEnd(_ runResult: RunResult, _ logged: [String]) {
    let footer = TextReport.footer(
      runResult, ledger: configuration.ledger.path, run: run.description)
    let figures = isWatched ? TextReport.figures(runResult) : ""
    if runResult.isSkipped, isWatched {
      let holder = runResult.holder.map { " (\(TerminalSafe.line($0)))" } ?? ""
      console.writeError("another run holds the ledger\(holder); nothing was done; \(footer)")
    } else if let plan = runResult.plan {
      writePlan(plan, of: runResult, isWorthReporting(runResult) ? logged : [], footer)
    } else if isWorthReporting(runResult) {
      let text = FailureReport(
        runResult: runResult, context: context, logged: logged, activity: activity
      ).text
      console.writeError(TerminalSafe.escaped(text) + figures + footer, paintedBy: style.painted)
    } else if isWatched {
      console.writeError(
        "\(figures)\(TextReport.counts(runResult)); \(footer)", paintedBy: style.painted)
    } else if configuration.reportsSuccess(runResult) {
      console.writeError(TextReport.line(runResult, in: context))
    }
  }

  /// Writes a plan whether or not somebody watches: it is asked for to be read.
  private func writePlan(
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

  /// Whether the end is worth a whole report.
  ///
  /// If nobody watches, an open problem that was notified before is not, though it decides the exit
  /// status.
  private func isWorthReporting(_ runResult: RunResult) -> Bool {
    if runResult.hasNews { return true }
    return isWatched && ![.converged, .changed].contains(runResult.exitStatus)
  }
}
