import Foundation
import Ledger
import LedgerAccess
import Provisioning
import QubitroClient
package import Settings
package import Terminal

/// `import`: takes devices into the ledger that a project has already, after a plan.
package struct Import: Sendable {
  /// How many devices are read at once.
  private static let readers = 8

  private let file: String?
  private let pattern: NamePattern?
  private let isApplied: Bool
  private let settings: GivenSettings
  private let environment: [String: String]
  private let console: any Console
  private let progressCounter = ProgressCounter()

  /// `file` is a CSV file of ids; without one the project is listed, and `pattern` says which names
  /// are meant.
  package init(
    _ file: String?, named pattern: String?, isApplied: Bool, _ settings: GivenSettings,
    environment: [String: String],
    console: any Console
  ) {
    self.file = file
    self.pattern = pattern.map(NamePattern.init)
    self.isApplied = isApplied
    self.settings = settings
    self.environment = environment
    self.console = console
  }

  /// Plans or imports, and tells each device; `failed` where some are refused, `attention` where
  /// tokens are lost.
  package func execute() async throws(HostError) -> ExitStatus {
    let configuration = try Configuration(settings, environment: environment)
    guard let project = configuration.project, let key = configuration.key else {
      throw HostError(.configuration, "no project: pass --project ID, or set QUBITRO_PROJECT_ID")
    }
    let candidates = try file.map { path throws(HostError) in try ImportCandidate.read(path) }
    let scope = Scope(baseURL: configuration.baseURL.description, project: project)
    let transport = HTTPTransport(
      key: key, to: configuration.baseURL, userAgent: "qubitro-host/\(version)",
      settings: configuration.transport, limits: configuration.transportLimits)
    let client = QubitroClient(
      baseURL: configuration.baseURL,
      transport: CancellableTransport(over: transport, showing: progressCounter),
      pause: RunControl())
    let status: Result<ExitStatus, HostError>
    do throws(HostError) {
      status = .success(
        try await perform(candidates, in: scope, configuration.ledger, through: client))
    } catch {
      status = .failure(error)
    }
    await transport.close()
    return try status.get()
  }

  private func perform(
    _ candidates: [ImportCandidate]?, in scope: Scope, _ ledger: LedgerLocation,
    through client: QubitroClient
  ) async throws(HostError) -> ExitStatus {
    guard isApplied else {
      let store = try LedgerReader(ledger.path).store ?? InMemoryLedger()
      return try await work(
        candidates, ImportScope(scope: scope, ledger: store, client: client, run: nil))
    }
    let place = LedgerEdit.Place(
      command: "import",
      arguments: ["project": scope.project, "from": file ?? "the project's list"], ledger: ledger,
      console: console, mayCreate: true, progressCounter: progressCounter)
    return try await LedgerEdit.perform(place) { edit throws(HostError) in
      try await work(
        candidates, ImportScope(scope: scope, ledger: edit.ledger, client: client, run: edit.run))
    }
  }

  private func work(_ named: [ImportCandidate]?, _ place: ImportScope) async throws(HostError)
    -> ExitStatus
  {
    let candidates: [ImportCandidate]
    if let named {
      candidates = named
    } else {
      candidates = try await place.strangers(named: pattern)
    }
    let twice = Self.repeated(candidates)
    let outcome: Result<[ImportResult.Status: Int], HostError> = await withTaskGroup { group in
      for first in 0..<min(Self.readers, candidates.count) {
        group.addTask {
          await result(
            of: stride(from: first, to: candidates.count, by: Self.readers).map { candidates[$0] },
            twice, place)
        }
      }
      return await group.reduce(.success([:])) { sum, part in
        sum.flatMap { sum in part.map { sum.merging($0, uniquingKeysWith: +) } }
      }
    }
    return conclude(try outcome.get())
  }

  /// How many of these came to what; each is told as it comes.
  private func result(
    of candidates: [ImportCandidate], _ twice: Set<ImportCandidate>, _ place: ImportScope
  ) async -> Result<[ImportResult.Status: Int], HostError> {
    var counts: [ImportResult.Status: Int] = [:]
    do throws(HostError) {
      for candidate in candidates {
        let result = try await place.result(for: candidate, isRepeated: twice.contains(candidate))
        counts[result.status, default: 0] += 1
        tell(result)
      }
      return .success(counts)
    } catch {
      return .failure(error)
    }
  }

  /// The candidates whose key, or id, another one has too.
  private static func repeated(_ candidates: [ImportCandidate]) -> Set<ImportCandidate> {
    var keys: [String: Int] = [:]
    var ids: [String: Int] = [:]
    for candidate in candidates {
      keys[candidate.key ?? "", default: 0] += candidate.key == nil ? 0 : 1
      ids[candidate.id, default: 0] += 1
    }
    return Set(
      candidates.filter {
        ids[$0.id, default: 0] > 1 || $0.key.map { keys[$0, default: 0] > 1 } == true
      })
  }

  private func tell(_ result: ImportResult) {
    progressCounter.countDevice()
    console.writeOutput(settings.isJSON ? result.json : result.line)
  }

  private func conclude(_ counts: [ImportResult.Status: Int]) -> ExitStatus {
    let parts = ImportResult.Status.allCases.compactMap { status in
      counts[status].map { "\(status.rawValue) \($0)" }
    }
    let status: ExitStatus =
      counts[.refused] != nil ? .failed : counts[.quarantined] != nil ? .attention : .converged
    if settings.isJSON {
      var line = JSONLine(type: "summary")
      for status in ImportResult.Status.allCases { line.add(status.rawValue, counts[status] ?? 0) }
      line.add("exit_status", Int(status.rawValue))
      console.writeOutput(line.line)
    } else {
      let next =
        !isApplied && counts[.planned] != nil ? "; nothing was changed, --apply imports them" : ""
      console.writeError(
        "\(parts.isEmpty ? "nothing to import" : parts.joined(separator: ", "))\(next)\n")
    }
    return status
  }
}
