import LuaRuntime
package import Provisioning
import Settings
package import Terminal

/// How a run ended.
///
/// Its text, its JSON summary and its exit status are all made from this one value.
package struct RunResult: Sendable {
  /// How many failed devices are reported one by one.
  static let failureLimit = 100

  var mode: RunMode
  var counts: [DeviceResult.Status: Int] = [:]
  /// How many of the unknown no further run can settle.
  var needingPerson = 0
  /// How many of the quarantined a person has accepted.
  var acceptedCount = 0
  /// The rows of a plan; nil for a run.
  var plan: PlanTable?
  /// The first that failed or drift, up to the limit of each kind.
  var notable: [DeviceResult] = []
  /// The last that failed: a nil in a script may be what its create returned.
  private var lastFailure: DeviceResult?
  /// How many of the rejected were never sent; the ledger does not have these.
  private(set) var unsentCount = 0
  /// How many devices the script has deleted.
  var deletedCount = 0
  /// What stays as it is from run to run.
  var openProblems = OpenProblems()
  /// The open problems that are to be reported; nil for all.
  var due: Set<OpenProblems.Kind>?
  /// What a person has to know although nothing went wrong.
  var announcements: [String] = []
  var stop: Stop?
  var scriptFailure: ScriptFailure?
  /// The line of the script that the failure names.
  var excerpt: SourceExcerpt?
  /// The signal that ended the run.
  var signal: RunControl.Signal?
  var hasDetailedExitCode: Bool
  /// Whether nothing was done, since another run holds the ledger.
  package var isSkipped = false
  /// Whether the ledger has the run in its history.
  var isRecorded = false
  /// The run that holds the ledger, as far as it says.
  package var holder: String?
  /// The names of the arguments that are secret; nil before that is known.
  var secretArguments: Set<String>?
  /// What the run took; nil until it is over.
  var figures: RunFigures?

  init(mode: RunMode, hasDetailedExitCode: Bool = false) {
    self.mode = mode
    plan = mode == .plan ? PlanTable() : nil
    self.hasDetailedExitCode = hasDetailedExitCode
  }

  /// How many devices came to this status.
  package func count(_ status: DeviceResult.Status) -> Int {
    counts[status, default: 0]
  }

  /// How many devices have a result.
  var dealtWith: Int { counts.values.reduce(0, +) }

  mutating func add(_ result: DeviceResult) {
    counts[result.status, default: 0] += 1
    plan?.add(result)
    openProblems.add(result)
    if result.needsPerson { needingPerson += 1 }
    if result.isAccepted { acceptedCount += 1 }
    if result.isUnsent { unsentCount += 1 }
    if result.failure != nil { lastFailure = result }
    guard result.failure != nil && !result.isAccepted || !result.drift.isEmpty else { return }
    if notable.count(where: { $0.status == result.status }) < Self.failureLimit {
      notable.append(result)
    }
  }

  /// What is reported one by one: everything that failed or drifts, except open problems that were
  /// notified before.
  var reported: [DeviceResult] {
    notable.filter { isDue($0) }
  }

  /// How many open problems are not reported, since they were notified before.
  var notifiedBeforeCount: Int {
    OpenProblems.Kind.allCases.filter { due?.contains($0) == false }.reduce(0) {
      $0 + openProblems.count($1)
    }
  }

  /// Whether there is anything that was not notified before.
  var hasNews: Bool {
    stop != nil || signal != nil || scriptFailure != nil || !announcements.isEmpty
      || count(.rejected) > 0
      || OpenProblems.Kind.allCases.contains {
        openProblems.count($0) > 0 && due?.contains($0) != false
      }
  }

  private func isDue(_ result: DeviceResult) -> Bool {
    guard let kind = OpenProblems.Kind(result) else { return true }
    return due?.contains(kind) ?? true
  }

  /// Whether the run has changed anything.
  var hasChanged: Bool { count(.created) + count(.adopted) + deletedCount > 0 }

  /// How the process ends.
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

  /// The create that may have returned the nil that the script then indexed: the last that failed.
  var lastRefusal: DeviceResult? {
    guard let scriptFailure, scriptFailure.message.contains("attempt to index a nil value") else {
      return nil
    }
    return lastFailure
  }
}

extension ScriptFailure {
  /// The exit status for the failure alone; what stops a script has an exit status of its own.
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
  var status: ExitStatus {
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

  /// The same, with the message on one line if it quotes the words of others.
  ///
  /// Messages of the other kinds may list things, a line each.
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
  /// 128 and the signal's number, which is what shells exit with.
  package var status: ExitStatus {
    switch self {
    case .interrupt: .interrupted
    case .terminate: .terminated
    }
  }
}
