package import Foundation
package import Ledger
package import QubitroClient
import Synchronization

/// Finds out what became of creates whose answers were lost.
///
/// It lists their projects, and writes down what `SettlingRules` decide.
package final class Settler: Sendable {
  private typealias LostCreate = (record: DeviceRecord, traits: DeviceTraits)

  /// How many devices are read at once.
  private static let readers = 8

  /// Holds the creates whose rows are announced to it, until `settle` has settled them.
  package let gate = SettlingGate()
  private let client: QubitroClient
  private let ledger: any LedgerStore
  private let rules: SettlingRules
  private let run: RunID
  private let pause: any Pause
  private let activity: (any RunObserver)?
  private let now: @Sendable () -> Date
  private let failures = Mutex<[Scope: CallOutcome]>([:])

  package init(
    through client: QubitroClient, _ ledger: any LedgerStore, _ rules: SettlingRules, by run: RunID,
    pause: any Pause,
    activity: (any RunObserver)? = nil, now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.client = client
    self.ledger = ledger
    self.rules = rules
    self.run = run
    self.pause = pause
    self.activity = activity
    self.now = now
  }

  /// The projects that could not be listed, and why.
  package var unlisted: [Scope: CallOutcome] { failures.withLock { $0 } }

  /// Settles these unknown creates, those of all projects at once.
  ///
  /// A row that cannot be settled yet gets the reason.
  package func settle(_ records: [DeviceRecord]) async throws(LedgerError) {
    let failure = await withTaskGroup(of: LedgerError?.self) { group in
      for (scope, records) in Dictionary(grouping: records, by: \.key.scope) {
        group.addTask { [self] in
          defer { gate.release(records) }
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
    if let failure { throw failure }
  }

  private func settle(_ records: [DeviceRecord], in scope: Scope) async throws(LedgerError) {
    try await adopt(records.compactMap { record in record.deviceID.map { (record, $0) } })
    let lost = records.filter { $0.deviceID == nil }
    guard let youngest = lost.map(\.sentAt).max() else { return }
    let wait = rules.settleAfter - Duration.seconds(now().timeIntervalSince(youngest))
    let pauseLength = min(max(.zero, wait), rules.settleAfter)
    activity?.waits(
      until: now().addingTimeInterval(pauseLength / .seconds(1)),
      because: "a create without an answer gets time before it is looked for")
    guard await pause.wait(pauseLength) else { return }
    try await find(lost, in: scope)
  }

  private func find(_ records: [DeviceRecord], in scope: Scope) async throws(LedgerError) {
    let lost: [LostCreate] = records.map { ($0, DeviceTraits($0)) }
    let known = KnownDevices(of: scope, in: ledger)
    let before = try await known.rows()
    let scan = SettlingScan(of: scope, for: lost.map(\.traits), in: ledger)
    let outcome = await client.listDevices(in: scope.project, to: scan)
    if let failure = await scan.failure { throw failure }
    if await pause.isRunEnding() { return }
    guard case .done = outcome else { return try await putOff(records, in: scope, after: outcome) }
    let inFlight = try await namesInFlight(in: scope)
    let evidence = ListEvidence(
      showsAllKnown: try await known.areShown(by: scan, all: before, client),
      newestShown: await scan.newestShown,
      showsMarkers: await scan.showsMarkers)
    let verdicts = rules.verdicts(
      for: lost.map(unsettled), among: await scan.candidates, evidence)
    note(verdicts, evidence, in: scope)
    try await carryOut(verdicts, for: lost, unlessNamed: inFlight)
  }

  private func carryOut(
    _ verdicts: [Verdict], for lost: [LostCreate], unlessNamed inFlight: Set<String>
  ) async throws(LedgerError) {
    var found: [(DeviceRecord, String)] = []
    for ((record, traits), verdict) in zip(lost, verdicts) {
      if inFlight.contains(traits.plainName) {
        try await putOff(record, "another device of its name is being created just now")
      } else if case .adopt(let id) = verdict {
        found.append((record, id))
      } else {
        try await carryOut(verdict, for: record)
      }
    }
    try await adopt(found)
  }

  /// The names of the creates that are in flight, whose devices no row owns yet.
  ///
  /// It is read after the list: a device of this run that the list shows is in flight still, or has
  /// its owner by then.
  private func namesInFlight(in scope: Scope) async throws(LedgerError) -> Set<String> {
    var names: Set<String> = []
    try await ledger.forEach(DeviceQuery(states: [.sending], scope: scope)) {
      record throws(LedgerError) in
      names.insert(DeviceTraits(record).plainName)
    }
    return names
  }

  private func note(_ verdicts: [Verdict], _ evidence: ListEvidence, in scope: Scope) {
    let counts = Dictionary(grouping: verdicts, by: \.word).sorted { $0.key < $1.key }.map {
      "\($0.value.count) \($0.key)"
    }
    let newest = evidence.newestShown == nil ? "none of our devices" : "our devices"
    let isWhole = evidence.showsAllKnown ? "all that are known" : "not all that are known"
    activity?.note(
      .settling,
      "project \(scope.project): the list shows \(newest), \(isWhole): "
        + counts.joined(separator: ", ")
    )
  }

  private func unsettled(_ record: DeviceRecord, _ traits: DeviceTraits) -> UnsettledDevice {
    UnsettledDevice(
      traits: traits, wasCreated: record.response.map { (200...299).contains($0.status) } ?? false,
      order: record.order,
      age: .seconds(now().timeIntervalSince(record.sentAt)), looks: record.looks)
  }

  private func carryOut(_ verdict: Verdict, for record: DeviceRecord) async throws(LedgerError) {
    switch verdict {
    case .adopt(let id): try await adopt(id, for: record)
    case .sendAgain(let reason):
      try await ledger.transition(record.key, .settle(.absent(reason: reason)), by: run)
    case .wait(let reason, let isCounted): try await putOff(record, reason, isCounted: isCounted)
    case .askPerson(let reason): try await putOff(record, reason, needsPerson: true)
    }
  }

  /// Puts off the creates of a project that could not be listed.
  ///
  /// They need a person if the key may not list the project, and the user does without its look.
  private func putOff(_ records: [DeviceRecord], in scope: Scope, after outcome: CallOutcome)
    async throws(LedgerError)
  {
    failures.withLock { $0[scope] = outcome }
    activity?.note(.settling, "project \(scope.project) could not be listed: \(outcome.problem)")
    var needsPerson = false
    if case .waived = try await ledger.look(at: scope), case .refused(.keyRefused, _) = outcome {
      needsPerson = true
    }
    for record in records {
      try await putOff(
        record, "the project could not be listed: \(outcome.problem)", needsPerson: needsPerson)
    }
  }

  private func adopt(_ found: [(record: DeviceRecord, id: String)]) async throws(LedgerError) {
    let failure = await withTaskGroup(of: LedgerError?.self) { group in
      for first in 0..<min(Self.readers, found.count) {
        group.addTask { [self] in
          do throws(LedgerError) {
            for index in stride(from: first, to: found.count, by: Self.readers) {
              try await adopt(found[index].id, for: found[index].record)
            }
            return nil
          } catch {
            return error
          }
        }
      }
      return await group.reduce(nil) { $0 ?? $1 }
    }
    if let failure { throw failure }
  }

  /// Adopts a device, with the answer of the API when it is asked for the device.
  ///
  /// Only API generations b and c include the credentials in that answer.
  private func adopt(_ id: String, for record: DeviceRecord) async throws(LedgerError) {
    let exchange = await client.exchange(forDevice: id, in: record.key.scope.project)
    if await pause.isRunEnding() { return }
    if case .owned(let number, _, _) = try await ledger.owners(of: [id], in: record.key.scope)[id],
      number != record.number
    {
      return try await putOff(record, "device \(id) belongs to another key")
    }
    switch CreateOutcome(exchange) {
    case .created(let device) where device.id == id:
      guard case .answered(let response) = exchange else { return }
      try await ledger.transition(
        record.key, .settle(.adopted(deviceID: id, response: RawResponse(response))), by: run)
    case .createdWithoutCredentials(id, _):
      let reason = "the API shows device \(id) without its token"
      try await ledger.transition(
        record.key, .settle(.quarantined(deviceID: id, reason: reason)), by: run)
    default:
      try await putOff(record, "device \(id) could not be read: \(CallOutcome(exchange).problem)")
    }
  }

  private func putOff(
    _ record: DeviceRecord, _ reason: String, isCounted: Bool = false, needsPerson: Bool = false
  ) async throws(LedgerError) {
    try await ledger.noteUnsettled(
      for: record.key, reason: reason, isCounted: isCounted, needsPerson: needsPerson)
  }
}

extension CallOutcome {
  /// What is wrong with the answer, or why there is none.
  fileprivate var problem: String {
    switch self {
    case .done: "the answer is not what was asked for"
    case .notSent(let reason): "not sent: \(reason)"
    case .unknown(let problem), .refused(_, let problem): problem.text
    }
  }
}

extension Verdict {
  /// What becomes of a create; it follows a count.
  fileprivate var word: String {
    switch self {
    case .adopt: "adopted"
    case .sendAgain: "proven absent"
    case .wait: "put off"
    case .askPerson: "for a person"
    }
  }
}
