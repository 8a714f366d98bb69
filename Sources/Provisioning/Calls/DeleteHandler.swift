import Bindings
package import Effects
package import Ledger
package import QubitroClient

/// Deletes at the API if the run may delete, and then marks the rows in the ledger.
///
/// A key whose row is marked may be created again.
package struct DeleteHandler: EffectHandler {
  private let client: QubitroClient
  private let project: String?
  private let isAllowed: Bool
  private let ledger: any LedgerStore
  private let run: RunID
  private let report: any RunSink
  private let inFlight: InFlight

  package init(
    client: QubitroClient, project: String?, isAllowed: Bool, ledger: any LedgerStore, run: RunID,
    report: any RunSink, inFlight: InFlight
  ) {
    self.client = client
    self.project = project
    self.isAllowed = isAllowed
    self.ledger = ledger
    self.run = run
    self.report = report
    self.inFlight = inFlight
  }

  package func perform(_ effect: Effect) async -> Reply {
    do throws(EffectFailure) {
      guard let deletion = try Deletion(effect, project: project) else {
        return EffectFailure(notDeleting: effect).reply
      }
      guard isAllowed else { return deletion.refusal.reply }
      return await delete(deletion)
    } catch {
      return error.reply
    }
  }

  /// Runs off the Lua thread, so that it is recorded however long the script computes meanwhile.
  @concurrent
  private func delete(_ deletion: Deletion) async -> Reply {
    inFlight.begin()
    defer { inFlight.end() }
    let outcome = await deletion.send(through: client)
    guard case .done = outcome else { return deletion.reply(outcome) }
    let scope = Scope(baseURL: client.baseURL.description, project: deletion.project)
    do throws(LedgerError) {
      switch deletion.object {
      case .device(let id, _):
        try await ledger.delete(id, in: scope, by: run)
        report.deleted(1)
      case .project: try await ledger.delete(nil, in: scope, by: run)
      }
      return deletion.reply(outcome)
    } catch {
      return LedgerFailure(report: report, consequence: "; nothing more is sent").reply(to: error)
    }
  }
}

extension EffectFailure {
  /// The failure of a call that deletes nothing; `CallHandler` hands on none such.
  init(notDeleting effect: Effect) {
    self.init(.internal, "\(effect.name) deletes nothing", location: effect.location)
  }
}
