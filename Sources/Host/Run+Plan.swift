import Bindings
import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
import Reporting
import Settings
import Terminal

extension Run {
  /// Reports what a run would do.
  ///
  /// It runs the same script over the same ledger, which it only reads.
  func plan() async throws(HostError) -> RunResult {
    let past = try await pastLedger()
    let limits = try await limits()
    report.begin()
    if let announcement = past.provenance.announcement { report.announce(announcement) }
    let transport = configuration.key.map { self.transport(with: $0) }
    let client = transport.map { self.client(over: $0, Pacer()) }
    let looks = self.looks(
      through: client, past.ledger, notes: InMemoryLedger(), past.provenance)
    let asked = AskedRows()
    let calls = plannedCalls(through: client, past.ledger, looks, asked: asked)
    let scriptFailure = await runScript(calls, within: limits, history: nil)
    close(scriptFailure)
    await transport?.close()
    await reportMissingLooks(looks)
    do throws(LedgerError) {
      try await reportUnsettled(in: past.ledger, asked)
      if scriptFailure == nil { try await reportNewFleet(asked, past.ledger) }
    } catch {
      report.stop(.ledger(error.description))
    }
    return report.conclude()
  }

  private func pastLedger() async throws(HostError) -> PlanLedger {
    do throws(LedgerError) {
      return try await PlanLedger.read(configuration.ledger.path) { [control] in
        await control.wait($0)
      }
    } catch {
      throw HostError(.ioError, error.description)
    }
  }

  /// The handler of the script's calls.
  ///
  /// It sends only requests that read, through `client`; that is nil if the plan has no key.
  private func plannedCalls(
    through client: QubitroClient?, _ ledger: any LedgerStore, _ looks: ProjectLooks,
    asked: AskedRows
  ) -> CallHandler {
    let deletions = PlannedDeletions()
    let unsent = self.client(over: NoTransport(), Pacer())
    let creates = CreateHandler.planning(
      CreateDevice(client: unsent, project: configuration.project), asked: asked, ledger: ledger,
      looks: looks, deletions: deletions, run: id, report: report)
    let deletes = PlanDeleteHandler(
      project: configuration.project, mayDelete: configuration.mayDelete, deletions: deletions,
      report: report)
    return CallHandler(
      creates: creates, deletes: deletes,
      others: PlanGuard(report: report, next: BindingTable(log: report, api: api(client))))
  }

  /// Reports the projects that a run would look at, and this plan could not.
  private func reportMissingLooks(_ looks: ProjectLooks) async {
    for scope in await looks.withoutLook.sorted(by: { $0.project < $1.project }) {
      report.announce(
        "project \(TerminalSafe.line(scope.project)) was not looked at, since this plan has no API "
          + "key: a run lists it first, and does not make what is there already"
      )
    }
  }

  /// Reports the creates that earlier runs have left unknown and the script has not asked for.
  ///
  /// A run would settle them, and report what became of them.
  private func reportUnsettled(in ledger: any LedgerStore, _ asked: AskedRows)
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

/// The transport of a plan's creates, which sends nothing.
struct NoTransport: Transport {
  func send(_ request: HTTPRequest, to receiver: (any BodyReceiver)?) async -> Exchange {
    .notSent(reason: "a plan sends nothing")
  }
}
