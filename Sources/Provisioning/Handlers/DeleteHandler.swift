import Bindings
package import Effects
package import Ledger
package import QubitroClient

/// Deletes where the run may, and marks the ledger's rows once the API has done it: their keys may
/// be made again.
package struct DeleteHandler: EffectHandler {
  let client: QubitroClient
  let project: String?
  let isAllowed: Bool
  let ledger: any LedgerStore
  let run: RunID
  let report: any RunSink
  let inFlight: InFlight
  let next: any EffectHandler

  package init(
    client: QubitroClient, project: String?, isAllowed: Bool, ledger: any LedgerStore, run: RunID,
    report: any RunSink, inFlight: InFlight, next: any EffectHandler
  ) {
    self.client = client
    self.project = project
    self.isAllowed = isAllowed
    self.ledger = ledger
    self.run = run
    self.report = report
    self.inFlight = inFlight
    self.next = next
  }

  package func perform(_ effect: Effect) async -> Reply {
    do throws(EffectFailure) {
      guard let deletion = try Deletion(effect, project: project) else {
        return await next.perform(effect)
      }
      guard isAllowed else { return deletion.refusal.reply }
      return await delete(deletion)
    } catch {
      return error.reply
    }
  }

  /// Off the Lua thread, as a create is.
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
      report.stop(.ledger("\(error.description); nothing more is sent"))
      return .ended
    }
  }
}
