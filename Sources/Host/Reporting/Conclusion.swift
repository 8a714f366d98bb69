package import LuaRuntime

/// How a run ended: the one value from which its text, its JSON summary and its exit status are made.
package struct Conclusion: Sendable {
  /// How many failed devices are told one by one.
  static let failureLimit = 100

  package var mode: Settings.Mode
  package var counts: [DeviceResult.Status: Int] = [:]
  /// The first that failed, up to the limit.
  package var failures: [DeviceResult] = []
  /// The last that failed, which is what a script holds a nil for.
  private var lastFailure: DeviceResult?
  package var stop: Stop?
  package var scriptFailure: ScriptFailure?
  /// The line of the script that it names.
  package var excerpt: SourceExcerpt?
  /// `interrupted` or `terminated`, when a signal ended it.
  package var signal: ExitStatus?
  package var hasDetailedExitCode: Bool
  /// Another run holds the ledger; nothing was done.
  package var isSkipped = false

  package init(mode: Settings.Mode, hasDetailedExitCode: Bool = false) {
    self.mode = mode
    self.hasDetailedExitCode = hasDetailedExitCode
  }

  /// How many devices came to this status.
  package func count(_ status: DeviceResult.Status) -> Int {
    counts[status, default: 0]
  }

  mutating func add(_ result: DeviceResult) {
    counts[result.status, default: 0] += 1
    guard result.failure != nil else { return }
    lastFailure = result
    if failures.count < Self.failureLimit { failures.append(result) }
  }

  package var exitStatus: ExitStatus {
    var candidates: Set<ExitStatus> = []
    if let stop { candidates.insert(stop.status) }
    if let signal { candidates.insert(signal) }
    if let scriptFailure { candidates.insert(scriptFailure.status) }
    if count(.unknown) > 0 { candidates.insert(.tryLater) }
    if count(.quarantined) > 0 { candidates.insert(.attention) }
    if count(.rejected) > 0 { candidates.insert(.failed) }
    if hasDetailedExitCode, count(.created) + count(.planned) > 0 { candidates.insert(.changed) }
    return .first(of: candidates)
  }

  /// The error that explains an indexed nil: the last create that returned one.
  var lastRefusal: DeviceResult? {
    guard let scriptFailure, scriptFailure.message.contains("attempt to index a nil value") else { return nil }
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
