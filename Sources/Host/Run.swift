import Bindings
import Effects
import Ledger
import LedgerSQLite
import LuaRuntime
import QubitroClient

/// One run or plan of one script, from a checked configuration to an exit status.
package struct Run: Sendable {
  /// How long a run may take that nobody watches.
  private static let unwatchedDuration = Duration.seconds(3600)

  private let configuration: Configuration
  private let id = RunID.random()
  private let console: MaskedConsole
  private let interruption: Interruption
  private let report: Report
  private let modules = LoadedModules()
  private let observer: (any EffectObserver)?
  private let examination: LibraryExamination?

  package init(
    _ configuration: Configuration, console: any Console, interruption: Interruption = Interruption(),
    observer: (any EffectObserver)? = nil, examination: LibraryExamination? = nil
  ) {
    self.configuration = configuration
    self.observer = observer
    self.examination = examination
    self.interruption = interruption
    self.console = MaskedConsole(console)
    report = Report(configuration, run: id, console: self.console, halting: interruption)
    if let key = configuration.key { self.console.learn(withParts: key.unmasked) }
  }

  /// Runs the script to its end and tells how it went.
  ///
  /// Throws when it cannot begin.
  package func execute() async throws(HostError) -> Conclusion {
    let clock = Task { await expire() }
    defer { clock.cancel() }
    switch configuration.mode {
    case .plan: return try await plan()
    case .run: return try await converge()
    }
  }

  /// Lets the run end when its time is over, as a signal would.
  private func expire() async {
    guard let duration = configuration.maxDuration ?? (console.isTerminal ? nil : Self.unwatchedDuration) else { return }
    guard (try? await Task.sleep(for: duration)) != nil else { return }
    report.stop(.tryLater("the time of --max-duration is over; the next run goes on from here"))
    interruption.expire()
  }

  private func plan() async throws(HostError) -> Conclusion {
    let ledger = try Self.ledger { () throws(LedgerError) in try SQLiteLedger(reading: configuration.ledger) }
    let limits = try await limits()
    report.begin()
    // What a plan creates goes nowhere; what it asks goes to the API, where there is a key.
    let (creation, admission) = creation(through: client(over: NoTransport(), Pacer()))
    let transport = configuration.key.map { self.transport(with: $0) }
    let reader = transport.map { self.client(over: $0, Pacer()) }
    let table = BindingTable(log: report, api: api(reader))
    let planned = Planned(
      creation: creation, admission: admission, ledger: ledger, report: report,
      next: Foreseen(project: configuration.project, mayDelete: configuration.mayDelete, report: report, next: table))
    close(await runScript(planned, within: limits, history: nil))
    await transport?.close()
    return report.conclude()
  }

  private func converge() async throws(HostError) -> Conclusion {
    guard let key = configuration.key else { throw HostError(.configuration, "a run needs an API key") }
    let file = LedgerFile(path: configuration.ledger)
    guard let lock = try Self.ledger({ () throws(LedgerError) in try RunLock.take(on: file) }) else { return skipped() }
    let ledger = try Self.ledger { () throws(LedgerError) in try SQLiteLedger(path: configuration.ledger) }
    let limits = try await limits()
    report.begin()
    let transport = self.transport(with: key)
    let history = RunHistory(id, configuration, in: ledger, report: report)
    close(await create(through: transport, recordedIn: ledger, within: limits, history))
    await transport.close()
    await finish(ledger, history)
    lock.release()
    return report.conclude()
  }

  /// From here on the exit status is known.
  private func close(_ scriptFailure: ScriptFailure?) {
    let programs = [configuration.script.program] + modules.all.values.map(\.program)
    let paths = programs.map(\.name)
    let failure = scriptFailure?.naming(paths)
    let excerpt = failure?.place(in: paths).flatMap { place in
      programs.first { $0.name == place.path }.flatMap { SourceExcerpt(line: place.line, in: $0.text) }
    }
    report.close(scriptFailure: failure, excerpt: excerpt, signal: interruption.signal)
  }

  private func transport(with key: APIKey) -> HTTPTransport {
    HTTPTransport(
      key: key, userAgent: "qubitro-host/\(version) (run \(id))", settings: configuration.transport,
      limits: configuration.transportLimits)
  }

  private func client(over transport: any Transport, _ pacer: Pacer) -> QubitroClient {
    QubitroClient(baseURL: configuration.baseURL, transport: transport, pacer: pacer, pause: interruption)
  }

  private func api(_ client: QubitroClient?) -> API {
    API(client: client, project: configuration.project, mayDelete: configuration.mayDelete) { [console] token in
      console.learn(token)
    }
  }

  private func creation(through client: QubitroClient) -> (CreateDevice, Admission) {
    let creation = CreateDevice(client: client, project: configuration.project)
    return (creation, Admission(of: creation, report: report))
  }

  private func create(
    through transport: any Transport, recordedIn ledger: any LedgerStore, within limits: Limits, _ history: RunHistory
  ) async -> ScriptFailure? {
    let leftBehind: [DeviceRecord]
    let pacer: Pacer
    do throws(LedgerError) {
      try await history.start()
      pacer = try await self.pacer(ledger)
      leftBehind = try await Recovery.conclude(ledger, by: id)
    } catch {
      report.stop(.ledger(error.description))
      return nil
    }
    let client = self.client(over: transport, pacer)
    let (creation, admission) = creation(through: client)
    let inFlight = InFlight()
    let deleting = Deleting(
      client: client, project: configuration.project, isAllowed: configuration.mayDelete, ledger: ledger, run: id, report: report,
      inFlight: inFlight, next: BindingTable(log: report, api: api(client)))
    let recorded = Recorded(
      creation: creation, admission: admission, ledger: ledger, run: id, report: report, inFlight: inFlight, next: deleting)
    let scriptFailure = await runScript(recorded, within: limits, history: history)
    // A script that was given up leaves its creates behind; they are recorded all the same.
    await inFlight.drained()
    await keepHold(of: pacer, in: ledger)
    for record in leftBehind where !admission.hasSeen(record.key) {
      if let result = DeviceResult(leftBehind: record) { report.device(result) }
    }
    return scriptFailure
  }

  /// Paced as the user wants, and not before the API wants to hear of us, as it may have told an earlier run.
  private func pacer(_ ledger: any LedgerStore) async throws(LedgerError) -> Pacer {
    let hold = try await ledger.hold(of: configuration.baseURL.description)
    return Pacer(rate: configuration.rate, concurrency: configuration.concurrency, notBefore: hold)
  }

  private func keepHold(of pacer: Pacer, in ledger: any LedgerStore) async {
    do throws(LedgerError) {
      try await ledger.setHold(pacer.heldUntil, of: configuration.baseURL.description)
    } catch {
      report.stop(.ledger(error.description))
    }
  }

  /// Notes the end and lets go of the file, so that it is whole before the lock is given back.
  private func finish(_ ledger: SQLiteLedger, _ history: RunHistory) async {
    do throws(LedgerError) {
      try await history.finish(report.exitStatus, modules: modules)
      try await ledger.close()
    } catch {
      report.stop(.ledger(error.description))
    }
  }

  /// Another run holds the ledger.
  private func skipped() -> Conclusion {
    report.begin()
    report.skip()
    return report.conclude()
  }

  private func runScript(_ handler: any EffectHandler, within limits: Limits, history: RunHistory?) async -> ScriptFailure? {
    let traced: any EffectHandler = observer.map { Traced(observer: $0, next: handler) } ?? handler
    let declared = Declared(configuration, report: report, history: history, next: traced)
    let loader = ModuleLoader(roots: configuration.moduleRoots, noting: modules, next: declared)
    let environment = Environment(
      bindings: BindingTable.signatures.map(\.name),
      chunks: BindingTable.chunks,
      arguments: configuration.arguments,
      seed: Seed.of(
        script: configuration.script.path, arguments: configuration.arguments, project: configuration.project))
    do throws(ScriptFailure) {
      let machine = try LuaVM(limits: limits)
      interruption.watch(machine)
      try await machine.run(
        configuration.script.program, in: environment,
        handler: Interruptible(interruption: interruption, next: loader), output: report)
      return nil
    } catch {
      return error
    }
  }

  /// The limits, with room for stacks unless the Lua library is known to need none.
  private func limits() async throws(HostError) -> Limits {
    var limits = configuration.limits
    guard let examination, let library = LuaLibrary.linked() else { return limits }
    let verdict = await examination.verdict(on: library, mayRemember: configuration.mode == .run)
    if verdict == .unfit {
      throw HostError(.configuration, "the Lua library \(library.path) (\(library.version)) \(HostError.unfitLibrary)")
    }
    limits.reservesStack = verdict != .sound
    return limits
  }

  private static func ledger<Opened: ~Copyable>(_ open: () throws(LedgerError) -> Opened) throws(HostError) -> Opened {
    do throws(LedgerError) {
      return try open()
    } catch {
      throw HostError(.ioError, error.description)
    }
  }
}
