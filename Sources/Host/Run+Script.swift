import Bindings
import Effects
import LuaRuntime
import Provisioning
import Reporting
import Settings
import Terminal

extension Run {
  /// Runs the script, whose calls `calls` performs; nil if it ended well, or if there is none.
  func runScript(
    _ calls: any EffectHandler, within limits: Limits, history: RunHistory?
  ) async -> ScriptFailure? {
    guard let script = configuration.script else { return nil }
    let environment = Environment(
      bindings: BindingTable.names, chunks: BindingTable.chunks,
      arguments: configuration.arguments,
      seed: Seed.of(
        script: script.path, arguments: configuration.arguments, project: configuration.project))
    do throws(ScriptFailure) {
      let machine = try LuaVM(limits: limits)
      control.whenEnding { machine.stop() }
      try await machine.run(
        script.program, in: environment, handler: handlers(of: script, over: calls, history),
        output: report)
      return nil
    } catch {
      return error
    }
  }

  /// The handlers that an effect of the script passes before `calls`.
  ///
  /// In this order they begin nothing once the run is to end, report how many devices are to come,
  /// answer `require`, answer `params`, and hand the other effects to an observer.
  private func handlers(
    of script: ScriptFile, over calls: any EffectHandler, _ history: RunHistory?
  ) -> any EffectHandler {
    let traced: any EffectHandler =
      observer.map { TraceHandler(observer: $0, next: calls) } ?? calls
    let parameters = ParametersHandler(
      configuration.arguments, of: script.path, report: report, history: history, next: traced)
    let loader = ModuleLoader(roots: configuration.moduleRoots, noting: modules, next: parameters)
    return StopGate(control: control, next: BatchProgressHandler(report: report, next: loader))
  }

  /// Reports how the script ended, with the line that its failure names.
  func close(_ scriptFailure: ScriptFailure?) {
    if configuration.mode == .plan,
      let warning = CreateCap(configuration.maxCreates).warning(ofPlanned: report.count(.planned))
    {
      report.announce(warning)
    }
    let programs =
      [configuration.script?.program].compactMap(\.self) + modules.all.values.map(\.program)
    let paths = programs.map(\.name)
    let failure = scriptFailure?.naming(paths)
    let excerpt = failure?.place(in: paths).flatMap { place in
      programs.first { $0.name == place.path }.flatMap {
        SourceExcerpt(line: place.line, in: $0.text)
      }
    }
    report.close(scriptFailure: failure, excerpt: excerpt, signal: control.signal)
  }

  /// The limits of the script, with room for stacks unless the Lua library is known to need none.
  func limits() async throws(HostError) -> Limits {
    var limits = configuration.limits
    guard configuration.script != nil, let libraryCheck, let library = LuaLibrary.linked() else {
      return limits
    }
    let verdict = await libraryCheck.verdict(on: library, mayRemember: configuration.mode == .run)
    if verdict == .unfit {
      throw HostError(
        .configuration,
        "the Lua library \(library.path) (\(library.version)) \(LuaLibraryVerdict.unfitness)")
    }
    limits.reservesStack = verdict != .sound
    return limits
  }
}
