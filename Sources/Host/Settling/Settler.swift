import Foundation
import Ledger
import QubitroClient
import Synchronization

/// Clears up what became of creates whose answers were lost: it looks at their projects and has `SettlingRules` decide.
final class Settler: Sendable {
  /// How many devices that a list lacks are asked for one by one, to tell those that are gone from a list that is cut off.
  private static let mostMissing = 20

  private let client: QubitroClient
  private let ledger: any LedgerStore
  private let rules: SettlingRules
  private let run: RunID
  private let pause: any Pause
  private let now: @Sendable () -> Date
  private let waiting = Mutex<[Int64: [CheckedContinuation<Void, Never>]]>([:])

  init(
    through client: QubitroClient, _ ledger: any LedgerStore, _ rules: SettlingRules, by run: RunID, pause: any Pause,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.client = client
    self.ledger = ledger
    self.rules = rules
    self.run = run
    self.pause = pause
    self.now = now
  }

  /// Has `settled` wait for these until `settle` is done with them.
  func announce(_ records: [DeviceRecord]) {
    waiting.withLock { waiting in
      for record in records { waiting[record.number] = [] }
    }
  }

  /// Returns once the row is not being looked for (any more).
  func settled(_ number: Int64) async {
    await withCheckedContinuation { continuation in
      let isIdle = waiting.withLock { waiting in
        waiting[number]?.append(continuation)
        return waiting[number] == nil
      }
      if isIdle { continuation.resume() }
    }
  }

  /// Settles what can be settled of these unknowns, all projects at once; what cannot is noted with its reason.
  func settle(_ records: [DeviceRecord]) async throws(LedgerError) {
    let projects = Dictionary(grouping: records.filter { $0.key.scope.baseURL == client.baseURL.description }, by: \.key.scope)
    let failure = await withTaskGroup(of: LedgerError?.self) { group in
      for (scope, records) in projects {
        group.addTask { [self] in
          defer { release(records) }
          do throws(LedgerError) {
            try await settle(records, in: scope)
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(nil) { $0 ?? $1 }
    }
    release(records)
    if let failure { throw failure }
  }

  private func release(_ records: [DeviceRecord]) {
    let continuations = waiting.withLock { waiting in
      records.flatMap { waiting.removeValue(forKey: $0.number) ?? [] }
    }
    for continuation in continuations { continuation.resume() }
  }

  private func settle(_ records: [DeviceRecord], in scope: Scope) async throws(LedgerError) {
    var lost: [DeviceRecord] = []
    for record in records {
      if let id = record.deviceID {
        try await adopt(id, for: record)
      } else {
        lost.append(record)
      }
    }
    guard let youngest = lost.map(\.sentAt).max() else { return }
    let wait = rules.settleAfter - Duration.seconds(now().timeIntervalSince(youngest))
    guard await pause.wait(min(max(.zero, wait), rules.settleAfter)) else { return }
    try await find(lost, in: scope)
  }

  private func find(_ records: [DeviceRecord], in scope: Scope) async throws(LedgerError) {
    let wanted = records.map(DeviceTraits.init)
    let newest = try await ledger.newestIntent()
    let survey = ProjectSurvey(of: scope, for: wanted, in: ledger)
    let outcome = await client.listDevices(in: scope.project, to: survey)
    guard await pause.wait(.zero) else { return }
    guard case .done = outcome else {
      for record in records { try await putOff(record, because: "the project could not be listed: \(outcome.problem)") }
      return
    }
    let evidence = ListEvidence(
      showsAllKnown: try await showsAll(survey, before: newest, in: scope), newestShown: await survey.newestShown,
      showsMarkers: await survey.showsMarkers)
    let unsettled = zip(records, wanted).map { self.unsettled($0, $1) }
    let verdicts = rules.verdicts(for: unsettled, among: await survey.candidates, evidence)
    for (record, verdict) in zip(records, verdicts) { try await carryOut(verdict, for: record) }
  }

  private func unsettled(_ record: DeviceRecord, _ traits: DeviceTraits) -> UnsettledDevice {
    UnsettledDevice(
      traits: traits, isCertain: record.response.map { (200...299).contains($0.status) } ?? false, order: record.order,
      age: .seconds(now().timeIntervalSince(record.sentAt)), looks: record.looks)
  }

  /// Whether the list shows every device of the ledger's that is still there.
  private func showsAll(_ survey: ProjectSurvey, before newest: Int64, in scope: Scope) async throws(LedgerError) -> Bool {
    let shown = await survey.shown
    var missing: [String] = []
    var page = try await ledger.existing(in: scope, after: 0, limit: 1000)
    while let last = page.last, missing.count <= Self.mostMissing {
      missing += page.filter { $0.order <= newest && !shown.contains($0.number) }.map(\.deviceID)
      page = try await ledger.existing(in: scope, after: last.number, limit: 1000)
    }
    guard missing.count <= Self.mostMissing else { return false }
    for id in missing {
      guard case .refused(.notFound, _) = await client.device(id, in: scope.project) else { return false }
    }
    return true
  }

  private func carryOut(_ verdict: Verdict, for record: DeviceRecord) async throws(LedgerError) {
    switch verdict {
    case .adopt(let id): try await adopt(id, for: record)
    case .sendAgain(let reason): try await ledger.move(record.key, .settle(.absent(reason: reason)), by: run)
    case .wait(let reason): try await putOff(record, because: reason)
    case .ask(let reason): try await ledger.noteLook(for: record.key, reason: reason, needsPerson: true)
    }
  }

  /// Asks for the device, whose answer holds its credentials in generations b and c.
  private func adopt(_ id: String, for record: DeviceRecord) async throws(LedgerError) {
    let exchange = await client.exchange(forDevice: id, in: record.key.scope.project)
    guard await pause.wait(.zero) else { return }
    switch CreateOutcome(exchange) {
    case .created(let device) where device.id == id:
      guard case .answered(let response) = exchange else { return }
      try await ledger.move(record.key, .settle(.adopted(deviceID: id, response: RawResponse(response))), by: run)
    case .createdWithoutCredentials(id, _):
      let reason = "the API shows device \(id) without its token"
      try await ledger.move(record.key, .settle(.quarantined(deviceID: id, reason: reason)), by: run)
    default:
      try await putOff(record, because: "device \(id) could not be read: \(CallOutcome(exchange).problem)")
    }
  }

  /// Leaves it to the next run, until so many have looked that a person has to.
  private func putOff(_ record: DeviceRecord, because reason: String) async throws(LedgerError) {
    let isOver = record.looks + 1 >= SettlingRules.patience
    try await ledger.noteLook(for: record.key, reason: reason, needsPerson: isOver)
  }
}

extension CallOutcome {
  /// What kept the answer, in words.
  fileprivate var problem: String {
    switch self {
    case .done: "the answer is not what was asked for"
    case .notSent(let reason): "not sent: \(reason)"
    case .unknown(let problem), .refused(_, let problem): problem.text
    }
  }
}
