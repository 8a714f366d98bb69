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
  /// How long a run may take that nobody watches.
  private static let unwatchedDuration = Duration.seconds(3600)

  let configuration: Configuration
  let report: Report
  let control: RunControl
  let modules = LoadedModules()
  let observer: (any EffectObserver)?
  let examination: LuaLibraryCheck?
  let id = RunID.random()
  private let console: MaskedConsole
  private let startDelay: Duration

  package init(
    _ configuration: Configuration, console: any Console, control: RunControl = RunControl(),
    observer: (any EffectObserver)? = nil, examination: LuaLibraryCheck? = nil,
    startDelay: Duration = .zero
  ) {
    self.startDelay = startDelay
    self.configuration = configuration
    self.observer = observer
    self.examination = examination
    self.control = control
    let screen = configuration.progressConsole(on: console)
    self.console = MaskedConsole(screen ?? console)
    report = Report(configuration, run: id, console: self.console, screen: screen, halting: control)
    if let key = configuration.key { self.console.learn(withParts: key.unmasked) }
  }

  /// Does its work to the end and tells how it went.
  ///
  /// Throws when it cannot begin.
  package func execute() async throws(HostError) -> RunResult {
    control.whenSignalled { [report, limit = control.drainLimit] changes in
      report.sayFarewell(finishing: changes, within: limit)
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

  /// Lets the run end when its time is over, as a signal would.
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
    let entrance = OverlapPolicy(
      configuration: configuration, run: id, report: report, control: control)
    guard let session = try await entrance.enter() else {
      report.begin()
      close(nil)
      return report.conclude()
    }
    let limits = try await limits()
    report.begin()
    let transport = self.transport(with: key)
    do throws(LedgerError) {
      try await session.begin()
      try await work(through: wire(over: transport), session, within: limits)
    } catch {
      report.stop(.ledger("\(error.description); nothing more is sent"))
    }
    await transport.close()
    await session.finish(modules)
    return report.conclude()
  }

  /// Settles what earlier runs have left, while the script runs, and then what this one leaves.
  private func work(
    through transport: any Transport, _ session: LedgerSession, within limits: Limits
  ) async throws(LedgerError) {
    let ledger = session.ledger
    let pacer = try await pacer(ledger)
    let client = self.client(over: transport, pacer)
    let settler = Settler(
      through: client, ledger, configuration.settling, by: id, pause: control,
      activity: report.activity)
    let recovered = try await Recovery.conclude(ledger, by: id).filter { $0.state != .unknown }
    let unknown = try await ledger.devices(in: .unknown).filter(isOurs)
    settler.gate.announce(unknown)
    async let settling: Result<Void, LedgerError> = Self.result { () async throws(LedgerError) in
      try await settler.settle(unknown)
    }
    let (asked, inFlight) = (AskedRows(), InFlight())
    let creates = CreateHandler.running(
      CreateDevice(client: client, project: configuration.project), asked: asked, ledger: ledger,
      looks: looks(through: client, ledger, notes: ledger), settling: settler.gate,
      cap: CreateCap(configuration.maxCreates), markerPlacement: configuration.markerPlacement,
      inFlight: inFlight, run: id, report: report)
    let deletes = DeleteHandler(
      client: client, project: configuration.project, isAllowed: configuration.mayDelete,
      ledger: ledger, run: id, report: report, inFlight: inFlight)
    let calls = CallHandler(
      creates: creates, deletes: deletes,
      others: BindingTable(log: report, api: api(client)))
    let scriptFailure = await runScript(calls, within: limits, history: session.history)
    // A script that was given up leaves its creates behind; they are recorded all the same.
    await inFlight.drained()
    let settled = await settling
    tellGivenUp()
    close(scriptFailure)
    let unsettledCreates = UnsettledCreates(
      ledger: ledger, settler: settler, report: report, baseURL: configuration.baseURL.description)
    let ending = await Self.result { () async throws(LedgerError) in
      try settled.get()
      if !control.isEnding { try await unsettledCreates.settleOwn() }
    }
    await unsettledCreates.tellOwn()
    tellUnlisted(settler.unlisted)
    try ending.get()
    try await unsettledCreates.tell(
      recovered + unknown, of: configuration.project, unless: asked.contains)
    if scriptFailure == nil { try await tellNewFleet(asked, ledger) }
    try await ledger.setHold(pacer.heldUntil, of: configuration.baseURL.description)
  }

  /// Whether an unknown can be settled by this run: it belongs to the API that it speaks to, and to
  /// the project that it reconciles.
  func isOurs(_ record: DeviceRecord) -> Bool {
    guard record.key.scope.baseURL == configuration.baseURL.description else { return false }
    guard configuration.mode == .reconcile, let project = configuration.project else { return true }
    return record.key.scope.project == project
  }

  /// What kept a project from being listed is the end of a reconciliation; a run goes on unless
  /// nothing can work.
  private func tellUnlisted(_ outcomes: [Scope: CallOutcome]) {
    for (scope, outcome) in outcomes.sorted(by: { $0.key.project < $1.key.project }) {
      let project = TerminalSafe.line(scope.project)
      guard
        let stop = Stop(outcome, what: "project \(project) could not be listed", project: project)
      else { continue }
      if configuration.mode == .reconcile || outcome.stopsRuns { report.stop(stop) }
    }
  }

  func looks(
    through client: QubitroClient?, _ ledger: any LedgerStore, notes: any LedgerStore,
    _ provenance: LedgerProvenance = .asLeft
  ) -> ProjectLooks {
    ProjectLooks(
      through: client, ledger, notes: notes, isWaived: configuration.withoutList,
      provenance: provenance, pause: control,
      activity: report.activity)
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

  /// Says what a signal has cut short.
  private func tellGivenUp() {
    guard control.givenUp > 0 else { return }
    let requests = control.givenUp == 1 ? "1 request" : "\(control.givenUp) requests"
    report.announce(
      "\(requests) had no answer \(DurationText.age(control.drainLimit / .seconds(1))) after the "
        + "signal, and the run waited no longer; the next one looks for what came of them"
    )
  }

  private func wire(over transport: any Transport) -> CancellableTransport {
    let wire = CancellableTransport(over: transport, showing: control.progressCounter)
    control.watch(wire)
    return wire
  }

  func transport(with key: APIKey) -> HTTPTransport {
    HTTPTransport(
      key: key, to: configuration.baseURL, userAgent: "qubitro-host/\(version) (run \(id))",
      settings: configuration.transport,
      limits: configuration.transportLimits)
  }

  func client(over transport: any Transport, _ pacer: Pacer) -> QubitroClient {
    QubitroClient(
      baseURL: configuration.baseURL, transport: transport, pacer: pacer, pause: control,
      witness: report.activity)
  }

  func api(_ client: QubitroClient?) -> API {
    API(client: client, project: configuration.project, mayDelete: configuration.mayDelete) {
      [console] token in
      console.learn(token: token)
    }
  }

  /// Paced as the user wants, and not before the API wants to hear of us, as it may have told an
  /// earlier run.
  private func pacer(_ ledger: any LedgerStore) async throws(LedgerError) -> Pacer {
    let hold = try await ledger.hold(of: configuration.baseURL.description)
    return Pacer(rate: configuration.rate, concurrency: configuration.concurrency, notBefore: hold)
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
