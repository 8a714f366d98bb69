import Bindings
import Effects
import LuaRuntime
package import Settings
import Synchronization
package import Terminal

/// Finds out which arguments scripts take, and what in them cannot work, without any effect.
package struct Check: Sendable {
  private let scripts: [String]
  private let settings: GivenSettings
  private let environment: [String: String]
  private let console: any Console

  /// It uses only the module path and `isJSON` of the settings.
  package init(
    _ scripts: [String], _ settings: GivenSettings, environment: [String: String],
    console: any Console
  ) {
    self.scripts = scripts
    self.settings = settings
    self.environment = environment
    self.console = console
  }

  /// Checks every script, reports what it found, and returns the exit status.
  ///
  /// Throws if it cannot check at all.
  package func execute() async throws(HostError) -> ExitStatus {
    let folders = try ModulePath.checked(SettingSources(settings, environment: environment))
    var statuses: Set<ExitStatus> = []
    var reports: [CheckReport] = []
    for path in scripts {
      let report = try await check(path, folders)
      write(report)
      reports.append(report)
      statuses.insert(report.status)
    }
    let status = ExitStatus.first(of: statuses)
    if settings.isJSON { console.writeOutput(CheckReport.summary(of: reports, status)) }
    return status
  }

  private func write(_ report: CheckReport) {
    if settings.isJSON { return console.writeOutput(report.json) }
    console.writeOutput(TerminalSafe.escaped(report.text))
    console.writeError(TerminalSafe.escaped(report.problemLines))
  }

  private func check(_ path: String, _ folders: [ModuleRoot]) async throws(HostError) -> CheckReport
  {
    let script: ScriptFile
    do throws(HostError) {
      script = try ScriptFile(path: path)
    } catch {
      return CheckReport(path: path, unreadable: error)
    }
    do throws(ScriptFailure) {
      return try await check(script, roots: folders + script.moduleRoots)
    } catch {
      throw HostError(.internalError, error.message)
    }
  }

  private func check(_ script: ScriptFile, roots: [ModuleRoot]) async throws(ScriptFailure)
    -> CheckReport
  {
    let found = try await ScriptCheck(script.program, roots: roots, in: Self.environment)
    var report = CheckReport(path: script.path, problems: found.problems)
    guard found.declaresParameters else { return report }
    let collector = ParameterCollector()
    let failure = try await run(script, ModuleLoader(roots: roots, next: collector))
    if let problem = failure.map({ ScriptCheck.Problem($0, in: found.paths) })
      ?? collector.problem(in: found.paths)
    {
      if !report.problems.contains(where: { $0.location == problem.location }) {
        report.problems.append(problem)
      }
    }
    report.parameters = collector.parameters
    report.reachesParameters = collector.parameters != nil
    return report
  }

  /// Runs the script up to its first effect, which should be `params`.
  ///
  /// Nothing that it does before can reach the world.
  private func run(_ script: ScriptFile, _ handler: any EffectHandler) async throws(ScriptFailure)
    -> ScriptFailure?
  {
    let machine = try LuaVM()
    do throws(ScriptFailure) {
      try await machine.run(
        script.program, in: Self.environment, handler: handler, output: DiscardedPrint())
      return nil
    } catch {
      return error.kind == .ended ? nil : error
    }
  }

  /// The environment of a script in a run.
  private static var environment: Environment {
    Environment(bindings: BindingTable.names, chunks: BindingTable.chunks)
  }
}

/// Takes down the parameters that a script declares, and ends the script at its first effect.
private final class ParameterCollector: EffectHandler {
  private let declared = Mutex<[ScriptParameter]?>(nil)
  /// The first effect, if it is no declaration.
  private let first = Mutex<Effect?>(nil)

  var parameters: [ScriptParameter]? { declared.withLock { $0 } }

  /// The problem that another effect comes before the declaration; nil if none does.
  func problem(in paths: [String]) -> ScriptCheck.Problem? {
    first.withLock { $0 }.map { effect in
      ScriptCheck.Problem(
        ScriptFailure(
          .script,
          (effect.location.map { "\($0): " } ?? "")
            + "\(effect.name) is called before params, which must come first"),
        in: paths)
    }
  }

  func perform(_ effect: Effect) async -> Reply {
    guard effect.name == ScriptParameter.effectName else {
      first.withLock { $0 = effect }
      return .ended
    }
    do throws(Signature.Mismatch) {
      let parameters = try ScriptParameter.declared(in: effect.arguments.first ?? .null)
      declared.withLock { $0 = parameters }
      return .ended
    } catch {
      return .raised(
        EffectFailure(.usage, "\(error.function): \(error.reason)", location: effect.location))
    }
  }
}
