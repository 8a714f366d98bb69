import Bindings
import Effects
import Foundation
import Ledger
import LuaRuntime
package import Provisioning
import QubitroClient
package import Reporting
package import Settings
package import Terminal

/// One run, plan or reconciliation, from a checked configuration to an exit status.
package struct Run: Sendable {
  /// How long a run may take that nobody watches, if the user sets no limit.
  private static let unwatchedDuration = Duration.seconds(3600)

  let configuration: Configuration
  let report: Report
  let control: RunControl
  let modules = LoadedModules()
  let observer: (any EffectObserver)?
  let libraryCheck: LuaLibraryCheck?
  let id = RunID.random()
  let console: MaskedConsole
  private let startDelay: Duration

  package init(
    _ configuration: Configuration, console: any Console, control: RunControl = RunControl(),
    observer: (any EffectObserver)? = nil, libraryCheck: LuaLibraryCheck? = nil,
    startDelay: Duration = .zero
  ) {
    self.startDelay = startDelay
    self.configuration = configuration
    self.observer = observer
    self.libraryCheck = libraryCheck
    self.control = control
    let screen = configuration.progressConsole(on: console)
    self.console = MaskedConsole(screen ?? console)
    report = Report(configuration, run: id, console: self.console, screen: screen, halting: control)
    if let key = configuration.key { self.console.learn(withParts: key.unmasked) }
  }

  /// Runs to the end, and returns the result.
  ///
  /// Throws if the run cannot begin.
  package func execute() async throws(HostError) -> RunResult {
    control.whenSignalled { [report, limit = control.drainLimit] changes in
      report.reportSignal(finishing: changes, within: limit)
    }
    if startDelay > .zero {
      report.say(
        "beginning in \(DurationText.age(startDelay / .seconds(1))); --jitter 0 begins at once")
      guard await control.wait(startDelay) else { return report.withdraw(by: control.signal) }
    }
    let clock = Task { await expire() }
    defer {
      clock.cancel()
      report.progress.end()
    }
    switch configuration.mode {
    case .plan: return try await plan()
    case .run, .reconcile: return try await converge()
    }
  }

  /// Ends the run once its time is over.
  private func expire() async {
    guard
      let duration = configuration.maxDuration
        ?? (console.isTerminal ? nil : Self.unwatchedDuration)
    else { return }
    guard (try? await Task.sleep(for: duration)) != nil else { return }
    report.stop(.tryLater("the time of --max-duration is over; the next run goes on from here"))
    control.expire()
  }

  private func converge() async throws(HostError) -> RunResult {
    guard let key = configuration.key else {
      throw HostError(.configuration, "a run needs an API key")
    }
    let overlapPolicy = OverlapPolicy(
      configuration: configuration, run: id, report: report, control: control)
    guard let session = try await overlapPolicy.open() else {
      report.begin()
      close(nil)
      return report.conclude()
    }
    let limits = try await limits()
    report.begin()
    let transport = self.transport(with: key)
    do throws(LedgerError) {
      try await session.begin()
      try await work(through: cancellable(transport), session, within: limits)
    } catch {
      report.stop(.ledger("\(error.description); nothing more is sent"))
    }
    await transport.close()
    await session.finish(modules)
    return report.conclude()
  }

  /// Runs the script while it settles what earlier runs have left, and then settles the rest.
  private func work(
    through transport: any Transport, _ session: LedgerSession, within limits: Limits
  ) async throws(LedgerError) {
    let ledger = session.ledger
    let pacer = try await pacer(ledger)
    let client = self.client(over: transport, pacer)
    let settler = self.settler(through: client, ledger)
    let recovered = try await Recovery.conclude(ledger, by: id).filter { $0.state != .unknown }
    let unknown = try await ledger.devices(in: .unknown).filter(isOurs)
    settler.gate.announce(unknown)
    async let settling: Result<Void, LedgerError> = Self.result { () async throws(LedgerError) in
      try await settler.settle(unknown)
    }
    let (asked, inFlight) = (AskedRows(), InFlight())
    let calls = self.calls(
      through: client, ledger, asked: asked, settling: settler.gate, inFlight: inFlight)
    let scriptFailure = await runScript(calls, within: limits, history: session.history)
    // A script that was given up may leave creates in flight; they are recorded all the same.
    await inFlight.drained()
    let settled = await settling
    reportGivenUp()
    close(scriptFailure)
    try await settleRest(
      after: settled, of: recovered + unknown, by: settler, ledger, asked: asked)
    if scriptFailure == nil { try await reportNewFleet(asked, ledger) }
    try await ledger.setHold(pacer.heldUntil, of: configuration.baseURL.description)
  }

  /// The handler of the script's calls.
  private func calls(
    through client: QubitroClient, _ ledger: any LedgerStore, asked: AskedRows,
    settling gate: SettlingGate, inFlight: InFlight
  ) -> CallHandler {
    let creates = CreateHandler.running(
      CreateDevice(client: client, project: configuration.project), asked: asked, ledger: ledger,
      looks: looks(through: client, ledger, notes: ledger), settling: gate,
      cap: CreateCap(configuration.maxCreates), markerPlacement: configuration.markerPlacement,
      inFlight: inFlight, run: id, report: report)
    let deletes = DeleteHandler(
      client: client, project: configuration.project, isAllowed: configuration.mayDelete,
      ledger: ledger, run: id, report: report, inFlight: inFlight)
    return CallHandler(
      creates: creates, deletes: deletes, others: BindingTable(log: report, api: api(client)))
  }

  /// Settles the creates of this run whose answers were lost, and reports all creates without an
  /// answer.
  ///
  /// `earlier` are those of earlier runs, and `settled` is the outcome of settling them.
  private func settleRest(
    after settled: Result<Void, LedgerError>, of earlier: [DeviceRecord], by settler: Settler,
    _ ledger: any LedgerStore, asked: AskedRows
  ) async throws(LedgerError) {
    let unsettledCreates = UnsettledCreates(
      ledger: ledger, settler: settler, report: report, baseURL: configuration.baseURL.description)
    let result = await Self.result { () async throws(LedgerError) in
      try settled.get()
      // A run that has to end leaves this to the next one.
      if !control.isEnding { try await unsettledCreates.settleOwn() }
    }
    await unsettledCreates.reportOwn()
    reportUnlisted(settler.unlisted)
    try result.get()
    try await unsettledCreates.reportEarlier(
      earlier, of: configuration.project, unless: asked.contains)
  }

  private static func result(
    _ body: @Sendable () async throws(LedgerError) -> Void
  ) async -> Result<Void, LedgerError> {
    do throws(LedgerError) {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// Whether this run can settle an unknown create: it belongs to the run's API, and in a
  /// reconciliation to its project.
  func isOurs(_ record: DeviceRecord) -> Bool {
    guard record.key.scope.baseURL == configuration.baseURL.description else { return false }
    guard configuration.mode == .reconcile, let project = configuration.project else { return true }
    return record.key.scope.project == project
  }

  /// Stops the run because of projects that could not be listed.
  ///
  /// A reconciliation stops in any case, a run only if no call can succeed after that.
  private func reportUnlisted(_ outcomes: [Scope: CallOutcome]) {
    for (scope, outcome) in outcomes.sorted(by: { $0.key.project < $1.key.project }) {
      let project = TerminalSafe.line(scope.project)
      guard
        let stop = Stop(outcome, what: "project \(project) could not be listed", project: project)
      else { continue }
      if configuration.mode == .reconcile || outcome.stopsRuns { report.stop(stop) }
    }
  }

  /// Reports how many requests were given up after a signal.
  private func reportGivenUp() {
    let count = control.givenUpCount
    guard count > 0 else { return }
    let requests = count == 1 ? "1 request" : "\(count) requests"
    report.announce(
      "\(requests) had no answer \(DurationText.age(control.drainLimit / .seconds(1))) after the "
        + "signal, and the run waited no longer; the next one looks for what came of them"
    )
  }
}

extension CallOutcome {
  /// Whether no call of the run can succeed after this one.
  fileprivate var stopsRuns: Bool {
    switch self {
    case .refused(.keyRefused, let problem): problem.status == 401
    case .refused(.redirected, _), .refused(.accountOverdue, _): true
    case .done, .refused, .notSent, .unknown: false
    }
  }
}
