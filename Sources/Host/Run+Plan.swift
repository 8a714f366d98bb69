import Bindings
import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
import Reporting
import Settings
import Terminal

extension Run {
  /// Says what a run would do: the same script over the same ledger, which is only read.
  func plan() async throws(HostError) -> RunResult {
    let past: PlanLedger
    do throws(LedgerError) {
      past = try await PlanLedger.read(configuration.ledger.path) { [control] in
        await control.wait($0)
      }
    } catch {
      throw HostError(.ioError, error.description)
    }
    let limits = try await limits()
    report.begin()
    if let announcement = past.provenance.announcement { report.announce(announcement) }
    // What a plan creates goes nowhere; what it asks goes to the API, if there is a key.
    let unsent = client(over: NoTransport(), Pacer())
    let transport = configuration.key.map { self.transport(with: $0) }
    let reader = transport.map { self.client(over: $0, Pacer()) }
    let looks = self.looks(
      through: reader, past.ledger, notes: InMemoryLedger(), past.provenance)
    let (asked, deletions) = (AskedRows(), PlannedDeletions())
    let creates = CreateHandler.planning(
      CreateDevice(client: unsent, project: configuration.project), asked: asked,
      ledger: past.ledger, looks: looks, deletions: deletions, run: id, report: report)
    let deletes = PlanDeleteHandler(
      project: configuration.project, mayDelete: configuration.mayDelete, deletions: deletions,
      report: report)
    let calls = CallHandler(
      creates: creates, deletes: deletes,
      others: PlanGuard(report: report, next: BindingTable(log: report, api: api(reader))))
    let scriptFailure = await runScript(calls, within: limits, history: nil)
    close(scriptFailure)
    await transport?.close()
    for scope in await looks.unlooked.sorted(by: { $0.project < $1.project }) {
      tellUnlooked(scope)
    }
    do throws(LedgerError) {
      try await tellLeftovers(in: past.ledger, asked)
      if scriptFailure == nil { try await tellNewFleet(asked, past.ledger) }
    } catch {
      report.stop(.ledger(error.description))
    }
    return report.conclude()
  }

  private func tellUnlooked(_ scope: Scope) {
    report.announce(
      "project \(TerminalSafe.line(scope.project)) was not looked at, since this plan has no API "
        + "key: a run lists it first, and does not make what is there already"
    )
  }

  /// Tells what earlier runs have left unknown and the script has not asked for: a run would look
  /// for it, and tell what it found.
  private func tellLeftovers(in ledger: any LedgerStore, _ asked: AskedRows)
    async throws(LedgerError)
  {
    guard !control.isEnding else { return }
    for state in [DeviceState.sending, .unknown] {
      for record in try await ledger.devices(in: state)
      where isOurs(record) && !asked.contains(record) {
        if let result = DeviceResult(leftBehind: record) { report.device(result) }
      }
    }
  }
}

/// The transport of a plan: it proves that nothing is sent.
struct NoTransport: Transport {
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    .notSent(reason: "a plan sends nothing")
  }
}
