package import Bindings
import Effects
package import Ledger
import QubitroClient
import Synchronization

/// Decides whether a call of `create_device` is a row that may go on: it fits its signature, and
/// its key is new to this run.
package final class Admission: Sendable {
  private struct Seen {
    var rows = RowSet()
    /// Of keys that have no row: what a plan would make.
    var keys: Set<KeyBytes> = []
    var hasMetKnown = false
  }

  private let creation: CreateDevice
  private let report: any RunSink
  private let seen = Mutex(Seen())

  package init(of creation: CreateDevice, report: any RunSink) {
    self.creation = creation
    self.report = report
  }

  func key(of proposal: Proposal) -> DeviceKey {
    DeviceKey(proposal.key, in: Scope(baseURL: creation.baseURL, project: proposal.project))
  }

  /// Whether the script has asked for the row in this run.
  package func hasSeen(_ record: DeviceRecord) -> Bool {
    seen.withLock { $0.rows.contains(record.number) }
  }

  /// Whether the script has asked for a key that an earlier run has left a row of, whatever came of
  /// it.
  package var hasMetKnown: Bool { seen.withLock(\.hasMetKnown) }

  /// Notes that this run deals with the row; why it may not where it has before, or has made the
  /// row itself, else nil.
  func objection(to proposal: Proposal, over record: DeviceRecord, by run: RunID) -> Reply? {
    let isNew = seen.withLock { seen in
      let isNew = seen.rows.insert(record.number) && record.run != run
      if isNew { seen.hasMetKnown = true }
      return isNew
    }
    return isNew ? nil : refuse(duplicate(proposal), name: proposal.device.name)
  }

  /// The same for a key without a row.
  func objection(to proposal: Proposal) -> Reply? {
    let bytes = KeyBytes(key(of: proposal))
    return seen.withLock { $0.keys.insert(bytes).inserted }
      ? nil : refuse(duplicate(proposal), name: proposal.device.name)
  }

  /// What the first look at the project has against making the device, which is then in the report;
  /// nil when nothing.
  func objection(to proposal: Proposal, after finding: ProjectLooks.Finding) -> Reply? {
    switch finding {
    case .free: return nil
    case .ended: return .ended
    case .stop(let reason):
      report.stop(reason)
      return .ended
    case .taken(let deviceID):
      let result = DeviceResult(existing: deviceID, proposal, creation)
      report.device(result)
      return result.failure?.reply ?? .ended
    }
  }

  /// Passes a row that fits its signature to `create`, and every effect that is no create to
  /// `next`; what is refused is in the report.
  func perform(_ effect: Effect, next: any EffectHandler, create: (Proposal) async -> Reply) async
    -> Reply
  {
    guard effect.name == creation.signature.name else { return await next.perform(effect) }
    do throws(EffectFailure) {
      return await create(try creation.proposal(for: effect))
    } catch {
      return refuse(error, name: effect.arguments.first?["name"].text)
    }
  }

  /// A key as the ledger compares it, byte by byte; Swift's strings would take two spellings of "é"
  /// for one.
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
    // A wrong call is the script's fault, not one device's: it raises, and fails the script if
    // nothing catches it.
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
