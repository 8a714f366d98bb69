/// Why a command cannot begin, or cannot do what it is for.
package struct HostError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The status with which the process ends.
  package var status: ExitStatus
  /// What is wrong, where it is wrong, and what the user can do.
  package var description: String

  package init(_ status: ExitStatus, _ description: String) {
    self.status = status
    self.description = description
  }
}

/// The exit status of the process; docs/operating.md has the table.
package enum ExitStatus: Int32, Sendable, CaseIterable {
  case converged = 0
  /// The script failed, or devices were rejected.
  case failed = 1
  /// Only with --detailed-exitcode: the run changed something, or the plan would.
  case changed = 2
  /// A person is needed.
  case attention = 3
  case usage = 64
  /// The script exceeded one of its limits.
  case dataError = 65
  case noInput = 66
  case unavailable = 69
  case internalError = 70
  /// The ledger, or standard output, cannot be written.
  case ioError = 74
  case tryLater = 75
  case noPermission = 77
  case configuration = 78
  case interrupted = 130
  case terminated = 143

  /// The gravest first.
  private static let precedence: [ExitStatus] = [
    .internalError, .ioError, .noPermission, .configuration, .usage, .noInput, .interrupted,
    .terminated, .dataError, .unavailable, .tryLater, .attention, .failed, .changed,
  ]

  /// The gravest of these statuses: the one to end with when all of them apply.
  package static func first(of candidates: Set<ExitStatus>) -> ExitStatus {
    precedence.first(where: candidates.contains) ?? .converged
  }
}

/// The program's version, as in CHANGELOG.md.
package let version = "0.1.0"
