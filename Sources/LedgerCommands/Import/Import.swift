import Ledger
import LedgerAccess
import QubitroClient
package import Settings
package import Terminal

/// `import`: takes devices into the ledger that a project already has; without `--apply`, a plan.
package struct Import: Sendable {
  /// How many devices are read from the API at once.
  private static let readers = 8

  /// How many devices have each status, unless something went wrong.
  private typealias Counts = Result<[ImportResult.Status: Int], HostError>

  private let file: String?
  private let pattern: NamePattern?
  private let isApplied: Bool
  private let settings: GivenSettings
  private let environment: [String: String]
  private let console: any Console
  private let progressCounter = ProgressCounter()

  /// `file` is a CSV file of ids; without one the project is listed, and `pattern` chooses among
  /// the names.
  package init(
    _ file: String?, named pattern: String?, isApplied: Bool, _ settings: GivenSettings,
    environment: [String: String], console: any Console
  ) {
    self.file = file
    self.pattern = pattern.map(NamePattern.init)
    self.isApplied = isApplied
    self.settings = settings
    self.environment = environment
    self.console = console
  }

  /// Plans or imports, and reports each device.
  ///
  /// Returns `failed` if some devices are refused, `attention` if the API shows no token of some.
  /// Throws if the command cannot begin or cannot go on.
  package func execute() async throws(HostError) -> ExitStatus {
    let configuration = try Configuration(settings, environment: environment)
    guard let project = configuration.project, let key = configuration.key else {
      throw HostError(.configuration, "no project: pass --project ID, or set QUBITRO_PROJECT_ID")
    }
    let candidates = try file.map { path throws(HostError) in try ImportCandidate.read(path) }
    let scope = Scope(baseURL: configuration.baseURL.description, project: project)
    return try await APIConnection.use(configuration, key: key, showing: progressCounter) {
      client throws(HostError) in
      try await perform(candidates, in: scope, configuration.ledger, through: client)
    }
  }

  private func perform(
    _ candidates: [ImportCandidate]?, in scope: Scope, _ ledger: LedgerLocation,
    through client: QubitroClient
  ) async throws(HostError) -> ExitStatus {
    guard isApplied else {
      let store = try LedgerReader(ledger.path).store ?? InMemoryLedger()
      return try await take(
        candidates, ImportScope(scope: scope, ledger: store, client: client, run: nil))
    }
    let command = LedgerEdit.Command(
      verb: "import",
      arguments: ["project": scope.project, "from": file ?? "the project's list"], ledger: ledger,
      console: console, mayCreate: true, progressCounter: progressCounter)
    return try await LedgerEdit.perform(command) { edit throws(HostError) in
      try await take(
        candidates, ImportScope(scope: scope, ledger: edit.ledger, client: client, run: edit.run))
    }
  }

  /// Takes the devices that a file names, or those of the project's list.
  private func take(
    _ named: [ImportCandidate]?, _ project: ImportScope
  ) async throws(HostError) -> ExitStatus {
    let candidates: [ImportCandidate]
    if let named {
      candidates = named
    } else {
      candidates = try await project.unownedDevices(named: pattern)
    }
    let repeated = Self.repeated(candidates)
    let outcome: Counts = await withTaskGroup { group in
      for first in 0..<min(Self.readers, candidates.count) {
        group.addTask {
          let share = stride(from: first, to: candidates.count, by: Self.readers)
          return await counts(of: share.map { candidates[$0] }, repeated, project)
        }
      }
      return await group.reduce(.success([:])) { sum, part in
        sum.flatMap { sum in part.map { sum.merging($0, uniquingKeysWith: +) } }
      }
    }
    return conclude(try outcome.get())
  }

  /// Takes some of the devices, and reports each at once.
  private func counts(
    of candidates: [ImportCandidate], _ repeated: Set<ImportCandidate>, _ project: ImportScope
  ) async -> Counts {
    var counts: [ImportResult.Status: Int] = [:]
    do throws(HostError) {
      for candidate in candidates {
        let result = try await project.result(
          for: candidate, isRepeated: repeated.contains(candidate))
        counts[result.status, default: 0] += 1
        report(result)
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

  private func report(_ result: ImportResult) {
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
