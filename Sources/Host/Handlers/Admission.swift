import Bindings
import Effects
import Ledger
import QubitroClient
import Synchronization

/// Decides whether a call of `create_device` is a row that may go on: it fits its signature, and its key is new to this run.
final class Admission: Sendable {
  private let creation: CreateDevice
  private let report: Report
  private let keys = Mutex<Set<KeyBytes>>([])

  init(of creation: CreateDevice, report: Report) {
    self.creation = creation
    self.report = report
  }

  func key(of proposal: Proposal) -> DeviceKey {
    DeviceKey(proposal.key, in: Scope(baseURL: creation.baseURL, project: proposal.project))
  }

  /// Whether the script has asked for the key in this run.
  func hasSeen(_ key: DeviceKey) -> Bool {
    let bytes = KeyBytes(key)
    return keys.withLock { $0.contains(bytes) }
  }

  /// Passes a row that may go on to `create`, and every effect that is no create to `next`; what is refused is in the report.
  func perform(_ effect: Effect, next: any EffectHandler, create: (Proposal) async -> Reply) async -> Reply {
    guard effect.name == creation.signature.name else { return await next.perform(effect) }
    do throws(EffectFailure) {
      return await create(try admit(effect))
    } catch {
      return refuse(error, name: effect.arguments.first?["name"].text)
    }
  }

  private func admit(_ effect: Effect) throws(EffectFailure) -> Proposal {
    let proposal = try creation.proposal(for: effect)
    let bytes = KeyBytes(key(of: proposal))
    guard keys.withLock({ $0.insert(bytes).inserted }) else { throw duplicate(proposal) }
    return proposal
  }

  /// A key as the ledger compares it, byte by byte; Swift's strings would take two spellings of "é" for one.
  private struct KeyBytes: Hashable {
    private let bytes: [UInt8]

    init(_ key: DeviceKey) {
      bytes = Array("\(key.scope.baseURL)\0\(key.scope.project)\0\(key.key)".utf8)
    }
  }

  private func refuse(_ failure: EffectFailure, name: String?) -> Reply {
    if failure.kind == .configuration {
      report.stop(.configuration(failure.message))
      return .ended
    }
    // A wrong call is the script's fault, not one device's: it raises, and fails the script if nothing catches it.
    if case .refused = failure.reply { report.device(DeviceResult(.rejected, failure, name: name)) }
    return failure.reply
  }

  private func duplicate(_ proposal: Proposal) -> EffectFailure {
    EffectFailure(
      .duplicateKey,
      "\(creation.signature.name) '\(proposal.key)': this run has used the key already; does the name lack its counter?",
      key: proposal.key, location: proposal.location)
  }
}
