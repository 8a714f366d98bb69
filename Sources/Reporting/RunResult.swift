package import LuaRuntime
package import Provisioning
package import Settings
package import Terminal

/// How a run ended: the one value from which its text, its JSON summary and its exit status are
/// made.
package struct RunResult: Sendable {
  /// How many failed devices are told one by one.
  static let failureLimit = 100

  package var mode: RunMode
  package var counts: [DeviceResult.Status: Int] = [:]
  /// How many of the unknown no further run can settle.
  package var needingPerson = 0
  /// How many of the quarantined a person has accepted.
  package var acceptedCount = 0
  /// What a plan tells; nil where it is none.
  package var plan: PlanTable?
  /// The first that failed or drift, up to the limit of each kind.
  package var notable: [DeviceResult] = []
  /// The last that failed, which is what a script holds a nil for.
  private var lastFailure: DeviceResult?
  /// How many of the rejected were never sent, so that the ledger knows nothing of them.
  private(set) var unsentCount = 0
  /// How many devices the script has deleted.
  package var deletedCount = 0
  /// What stays from run to run.
  var standing = OpenProblems()
  /// The standing conditions that are to be told; nil for all.
  var due: Set<OpenProblems.Kind>?
  /// What a person has to know although nothing went wrong.
  package var announcements: [String] = []
  package var stop: Stop?
  package var scriptFailure: ScriptFailure?
  /// The line of the script that it names.
  package var excerpt: SourceExcerpt?
  /// The signal that ended it.
  package var signal: RunControl.Signal?
  package var hasDetailedExitCode: Bool
  /// Another run holds the ledger; nothing was done.
  package var isSkipped = false
  /// Whether the ledger has the run in its history.
  var isRecorded = false
  /// Which one, as far as it says.
  package var holder: String?
  /// The names of the arguments that are secret; nil before that is known.
  var secretArguments: Set<String>?
  /// What it took; nil until it is over.
  var figures: RunFigures?

  package init(mode: RunMode, hasDetailedExitCode: Bool = false) {
    self.mode = mode
    plan = mode == .plan ? PlanTable() : nil
    self.hasDetailedExitCode = hasDetailedExitCode
  }

  /// How many devices came to this status.
  package func count(_ status: DeviceResult.Status) -> Int {
    counts[status, default: 0]
  }

  /// How many devices there is a result of.
  var dealtWith: Int { counts.values.reduce(0, +) }

  mutating func add(_ result: DeviceResult) {
    counts[result.status, default: 0] += 1
    plan?.add(result)
    standing.add(result)
    if result.needsPerson { needingPerson += 1 }
    if result.isAccepted { acceptedCount += 1 }
    if result.isUnsent { unsentCount += 1 }
    if result.failure != nil { lastFailure = result }
    guard result.failure != nil && !result.isAccepted || !result.drift.isEmpty else { return }
    if notable.count(where: { $0.status == result.status }) < Self.failureLimit {
      notable.append(result)
    }
  }

  /// What is told one by one: everything that failed or drifts, but for standing conditions that
  /// were told before.
  var told: [DeviceResult] {
    notable.filter { isDue($0) }
  }

  /// How many standing conditions are not told again.
  var untoldCount: Int {
    OpenProblems.Kind.allCases.filter { due?.contains($0) == false }.reduce(0) {
      $0 + standing.count($1)
    }
  }

  /// Whether there is anything that nobody has been told yet.
  var hasNews: Bool {
    stop != nil || signal != nil || scriptFailure != nil || !announcements.isEmpty
      || count(.rejected) > 0
      || OpenProblems.Kind.allCases.contains {
        standing.count($0) > 0 && due?.contains($0) != false
      }
  }

  private func isDue(_ result: DeviceResult) -> Bool {
    guard let kind = OpenProblems.Kind(result) else { return true }
    return due?.contains(kind) ?? true
  }

  /// Whether a run has changed anything.
  var hasChanged: Bool { count(.created) + count(.adopted) + deletedCount > 0 }

  package var exitStatus: ExitStatus {
    var candidates: Set<ExitStatus> = []
    if let stop { candidates.insert(stop.status) }
    if let signal { candidates.insert(signal.status) }
    if let scriptFailure { candidates.insert(scriptFailure.status) }
    if count(.unknown) > needingPerson { candidates.insert(.tryLater) }
    if count(.quarantined) - acceptedCount + count(.exists) + needingPerson > 0 {
      candidates.insert(.attention)
    }
    if count(.rejected) > 0 { candidates.insert(.failed) }
    if hasDetailedExitCode, hasChanged || count(.planned) > 0 { candidates.insert(.changed) }
    return .first(of: candidates)
  }

  /// The error that explains an indexed nil: the last create that returned one.
  var lastRefusal: DeviceResult? {
    guard let scriptFailure, scriptFailure.message.contains("attempt to index a nil value") else {
      return nil
    }
    return lastFailure
  }
}

extension ScriptFailure {
  /// What the failure alone means for the exit status; a stopped script is told by what stopped it.
  fileprivate var status: ExitStatus {
    switch kind {
    case .script: .failed
    case .limit: .dataError
    case .stopped, .ended: .converged
    case .memory, .internal: .internalError
    }
  }
}

extension Stop {
  /// How the process ends.
  package var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .ledger: .ioError
    case .keyRefused: .noPermission
    case .configuration: .configuration
    case .unavailable: .unavailable
    case .tryLater: .tryLater
    case .accountOverdue, .createLimit: .failed
    }
  }

  /// The names and words of others in these cannot break a line; the rest lists things, a line
  /// each.
  var withMessageOnOneLine: Stop {
    switch self {
    case .keyRefused(let message): .keyRefused(TerminalSafe.line(message))
    case .configuration(let message): .configuration(TerminalSafe.line(message))
    case .unavailable(let message): .unavailable(TerminalSafe.line(message))
    case .accountOverdue, .createLimit, .ledger, .tryLater, .usage: self
    }
  }
}

extension RunControl.Signal {
  /// 128 and the signal's number, as shells have it.
  package var status: ExitStatus {
    switch self {
    case .interrupt: .interrupted
    case .terminate: .terminated
    }
  }
}
