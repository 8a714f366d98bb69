import Effects
import LuaRuntime
import Provisioning
import Reporting
import Synchronization

/// Checks the run's arguments against the parameters that the script declares with `params`.
///
/// The script must call `params` before its first other effect.
final class ParametersHandler: EffectHandler {
  private enum Phase {
    /// No effect has come yet.
    case open
    /// `params` was called at this place in the script.
    case declared(at: String?)
    /// Another effect came first, so that `params` comes too late.
    case begun(Effect)
  }

  private let arguments: [String: String]
  private let script: String
  private let report: Report
  private let history: RunHistory?
  private let next: any EffectHandler
  private let phase = Mutex(Phase.open)

  /// `history` is nil in a plan, which records nothing.
  init(
    _ arguments: [String: String], of script: String, report: Report, history: RunHistory?,
    next: any EffectHandler
  ) {
    self.arguments = arguments
    self.script = script
    self.report = report
    self.history = history
    self.next = next
  }

  func perform(_ effect: Effect) async -> Reply {
    if effect.name == ScriptParameter.effectName { return await declare(effect) }
    let isFirst = phase.withLock { phase in
      guard case .open = phase else { return false }
      phase = .begun(effect)
      return true
    }
    if isFirst {
      history?.endDeclaration()
      report.conceal([])
    }
    return await next.perform(effect)
  }

  private func declare(_ effect: Effect) async -> Reply {
    let parameters: [ScriptParameter]
    do throws(Signature.Mismatch) {
      parameters = try ScriptParameter.declared(in: effect.arguments.first ?? .null)
    } catch {
      return refuse("\(error.function): \(error.reason)", effect)
    }
    let checked = Arguments(
      arguments, declared: parameters, mismatches: effect.arguments.dropFirst().first ?? .null)
    for secret in checked.secrets { report.mask(secret) }
    let secrets = parameters.filter(\.isSecret).map(\.name)
    report.conceal(Set(secrets))
    history?.hide(secrets, texts: checked.secrets)
    if let objection = beginDeclaration(effect) { return refuse(objection, effect) }
    guard checked.faults.isEmpty else {
      report.stop(.usage(Self.refusal(of: checked.faults, script)))
      return .ended
    }
    return await history?.save() == false ? .ended : .returned(.map(checked.values))
  }

  /// Notes that `params` is called; returns why it may not be called here, or nil if it may.
  private func beginDeclaration(_ effect: Effect) -> String? {
    phase.withLock { phase in
      switch phase {
      case .open:
        phase = .declared(at: effect.location)
        return nil
      case .declared(let location):
        return
          "params: the script has declared its arguments already"
          + (location.map { ", at \($0)" } ?? "")
      case .begun(let first):
        let place = first.location.map { " at \($0)" } ?? ""
        return "params: must come before the first call of the host (\(first.name)\(place))"
      }
    }
  }

  /// All that is wrong with the arguments, and the command that shows what the script takes.
  private static func refusal(of faults: [Arguments.Fault], _ script: String) -> String {
    let lines = faults.map { "  \($0)\n" }.joined()
    return "\(script) does not take these arguments:\n\(lines)  "
      + "what it takes: qubitro-host check \(script)"
  }

  private func refuse(_ reason: String, _ effect: Effect) -> Reply {
    .raised(EffectFailure(.usage, reason, location: effect.location))
  }
}
