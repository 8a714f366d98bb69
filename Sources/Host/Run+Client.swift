import Bindings
import Ledger
import Provisioning
import QubitroClient
import Reporting
import Settings
import Terminal

/// Builds what a run or a plan reaches the API through.
extension Run {
  func transport(with key: APIKey) -> HTTPTransport {
    HTTPTransport(
      key: key, to: configuration.baseURL, userAgent: "qubitro-host/\(version) (run \(id))",
      settings: configuration.transport,
      limits: configuration.transportLimits)
  }

  /// The transport of a run, whose requests are given up a while after a signal.
  func cancellable(_ next: any Transport) -> CancellableTransport {
    let transport = CancellableTransport(over: next, showing: control.progressCounter)
    control.attach(transport)
    return transport
  }

  func client(over transport: any Transport, _ pacer: Pacer) -> QubitroClient {
    QubitroClient(
      baseURL: configuration.baseURL, transport: transport, pacer: pacer, pause: control,
      witness: report.activity)
  }

  /// Paces requests as the user wants; it lets none through before the time that the API has given
  /// an earlier run.
  func pacer(_ ledger: any LedgerStore) async throws(LedgerError) -> Pacer {
    let hold = try await ledger.hold(of: configuration.baseURL.description)
    return Pacer(rate: configuration.rate, concurrency: configuration.concurrency, notBefore: hold)
  }

  /// `client` is nil if a plan has no key.
  func api(_ client: QubitroClient?) -> API {
    API(client: client, project: configuration.project, mayDelete: configuration.mayDelete) {
      [console] token in
      console.learn(token: token)
    }
  }

  /// The looks at projects; in a plan, `notes` differs from the ledger.
  func looks(
    through client: QubitroClient?, _ ledger: any LedgerStore, notes: any LedgerStore,
    _ provenance: LedgerProvenance = .asLeft
  ) -> ProjectLooks {
    ProjectLooks(
      through: client, ledger, notes: notes, isWaived: configuration.withoutList,
      provenance: provenance, pause: control,
      activity: report.activity)
  }

  func settler(through client: QubitroClient, _ ledger: any LedgerStore) -> Settler {
    Settler(
      through: client, ledger, configuration.settling, by: id, pause: control,
      activity: report.activity)
  }
}
