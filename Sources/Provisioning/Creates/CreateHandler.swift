package import Bindings
package import Effects
package import Ledger

/// Checks each call of `create_device`, and hands it to the first stage as a row.
package struct CreateHandler: EffectHandler {
  private let creation: CreateDevice
  private let report: any RunSink
  private let ledgerFailure: LedgerFailure
  private let first: any CreateStage

  init(
    _ creation: CreateDevice, report: any RunSink, ledgerFailure: LedgerFailure,
    first: any CreateStage
  ) {
    self.creation = creation
    self.report = report
    self.ledgerFailure = ledgerFailure
    self.first = first
  }

  package func perform(_ effect: Effect) async -> Reply {
    let proposal: Proposal
    do throws(EffectFailure) {
      proposal = try creation.proposal(for: effect)
    } catch {
      return refuse(error, name: effect.arguments.first?["name"].text)
    }
    let key = DeviceKey(
      proposal.key, in: Scope(baseURL: creation.baseURL, project: proposal.project))
    do throws(LedgerError) {
      return try await first.create(CreateRow(proposal, under: key))
    } catch {
      return ledgerFailure.reply(to: error)
    }
  }

  private func refuse(_ failure: EffectFailure, name: String?) -> Reply {
    if failure.kind == .configuration {
      report.stop(.configuration(failure.message))
      return .ended
    }
    // A wrong call is a fault of the script, not of one device: it raises an error, and fails the
    // script if the script does not catch it.
    if case .refused = failure.reply {
      report.device(DeviceResult(.rejected, failure, name: name))
    }
    return failure.reply
  }
}

extension CreateHandler {
  /// The handler of a run, whose last stage sends.
  package static func running(
    _ creation: CreateDevice, asked: AskedRows, ledger: any LedgerStore, looks: ProjectLooks,
    settling: SettlingGate, cap: CreateCap, markerPlacement: MarkerPlacement, inFlight: InFlight,
    run: RunID, report: any RunSink
  ) -> CreateHandler {
    let send = SendStage(
      creation: creation, asked: asked, ledger: ledger, cap: cap,
      markerPlacement: markerPlacement, run: run, report: report)
    let look = LookStage(
      creation: creation, looks: looks, deletions: nil, report: report, next: send)
    let cap = CapStage(cap: cap, report: report, next: look)
    let ledgerFailure = LedgerFailure(report: report, consequence: "; nothing more is sent")
    let known = KnownDeviceStage(
      creation: creation, ledger: ledger, settling: settling, deletions: nil, report: report,
      next: InFlightStage(inFlight: inFlight, failure: ledgerFailure, next: cap))
    return CreateHandler(
      creation, report: report, ledgerFailure: ledgerFailure,
      first: AdmissionStage(
        asked: asked, ledger: ledger, remembersNewKeys: false, run: run, report: report,
        next: known))
  }

  /// The handler of a plan, which creates nothing and only reads the ledger.
  package static func planning(
    _ creation: CreateDevice, asked: AskedRows, ledger: any LedgerStore, looks: ProjectLooks,
    deletions: PlannedDeletions, run: RunID, report: any RunSink
  ) -> CreateHandler {
    let look = LookStage(
      creation: creation, looks: looks, deletions: deletions, report: report,
      next: PlanStage(report: report))
    let known = KnownDeviceStage(
      creation: creation, ledger: ledger, settling: nil, deletions: deletions, report: report,
      next: look)
    return CreateHandler(
      creation, report: report, ledgerFailure: LedgerFailure(report: report, consequence: ""),
      first: AdmissionStage(
        asked: asked, ledger: ledger, remembersNewKeys: true, run: run, report: report,
        next: known))
  }
}
