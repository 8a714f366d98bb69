import Bindings
import Effects
import Ledger
import LedgerSQLite
import LuaRuntime
import QubitroClient

/// One run or plan of one script, from a checked configuration to an exit status.
package struct Run: Sendable {
  private let configuration: Configuration
  private let id = RunID.random()
  private let console: MaskedConsole
  private let interruption: Interruption
  private let report: Report
  private let observer: (any EffectObserver)?

  package init(
    _ configuration: Configuration, console: any Console, interruption: Interruption = Interruption(),
    observer: (any EffectObserver)? = nil
  ) {
    self.configuration = configuration
    self.observer = observer
    self.interruption = interruption
    self.console = MaskedConsole(console)
    report = Report(configuration, run: id, console: self.console)
    if let key = configuration.key { self.console.learn(key.unmasked) }
  }

  /// Runs the script to its end and tells how it went.
  ///
  /// Throws when it cannot begin.
  package func execute() async throws(HostError) -> Conclusion {
    switch configuration.mode {
    case .plan: return try await plan()
    case .run: return try await converge()
    }
  }

  private func plan() async throws(HostError) -> Conclusion {
    let ledger = try Self.ledger { () throws(LedgerError) in try SQLiteLedger(reading: configuration.ledger) }
    report.begin()
    let client = QubitroClient(baseURL: configuration.baseURL, transport: NoTransport())
    let creation = CreateDevice(client: client, project: configuration.project)
    let table = BindingTable(creations: [creation], log: report)
    let planned = Planned(
      creation: creation, admission: Admission(of: creation, report: report), ledger: ledger, report: report, next: table)
    let scriptFailure = await runScript(planned, table)
    report.close(scriptFailure: scriptFailure, signal: interruption.signal)
    return report.conclude()
  }

  private func converge() async throws(HostError) -> Conclusion {
    guard let key = configuration.key else { throw HostError(.configuration, "a run needs an API key") }
    guard let lock = try RunLock(besideLedger: configuration.ledger) else { return skipped() }
    let ledger = try Self.ledger { () throws(LedgerError) in try SQLiteLedger(path: configuration.ledger) }
    report.begin()
    let transport = HTTPTransport(key: key, userAgent: "qubitro-host/\(version) (run \(id))")
    let scriptFailure = await create(through: transport, recordedIn: ledger)
    await transport.close()
    report.close(scriptFailure: scriptFailure, signal: interruption.signal)
    await finish(in: ledger)
    lock.release()
    return report.conclude()
  }

  private func create(through transport: any Transport, recordedIn ledger: any LedgerStore) async -> ScriptFailure? {
    let client = QubitroClient(baseURL: configuration.baseURL, transport: transport)
    let creation = CreateDevice(client: client, project: configuration.project)
    let table = BindingTable(creations: [creation], log: report)
    let recorded = Recorded(
      creation: creation, admission: Admission(of: creation, report: report), ledger: ledger, run: id, report: report,
      next: table)
    do throws(LedgerError) {
      try await ledger.start(
        RunRecord(id: id, script: configuration.script.path, arguments: configuration.arguments))
      try await Recovery.conclude(ledger)
    } catch {
      report.stop(.ledger(error.description))
      return nil
    }
    return await runScript(recorded, table)
  }

  private func finish(in ledger: any LedgerStore) async {
    do throws(LedgerError) {
      try await ledger.finish(id, exitStatus: Int(report.exitStatus.rawValue))
    } catch {
      report.stop(.ledger(error.description))
    }
  }

  /// Another run holds the ledger: it does the work, and this one has nothing to tell.
  private func skipped() -> Conclusion {
    if configuration.verbosity == .verbose || console.isTerminal && configuration.verbosity == .normal {
      console.writeError("another run holds \(configuration.ledger); nothing was done\n")
    }
    return Conclusion(mode: configuration.mode)
  }

  private func runScript(_ handler: any EffectHandler, _ table: BindingTable) async -> ScriptFailure? {
    let traced: any EffectHandler = observer.map { Traced(observer: $0, next: handler) } ?? handler
    let modules = ModuleLoader(roots: configuration.script.moduleRoots, next: traced)
    let environment = Environment(
      bindings: table.names,
      arguments: configuration.arguments,
      seed: Seed.of(
        script: configuration.script.path, arguments: configuration.arguments, project: configuration.project))
    do throws(ScriptFailure) {
      let machine = try LuaVM()
      interruption.watch(machine)
      try await machine.run(
        configuration.script.program, in: environment,
        handler: Interruptible(interruption: interruption, next: modules), output: report)
      return nil
    } catch {
      return error
    }
  }

  private static func ledger<Store>(_ open: () throws(LedgerError) -> Store) throws(HostError) -> Store {
    do throws(LedgerError) {
      return try open()
    } catch {
      throw HostError(.ledger, error.description)
    }
  }
}
