package import Foundation

/// The history of runs, and the notes that a run leaves for later runs.
package protocol RunLog: Sendable {
  /// Notes that a run begins.
  func start(_ run: RunRecord) async throws(LedgerError)
  /// Notes what has become known of a run; a run that has an exit status has ended.
  func update(_ run: RunRecord) async throws(LedgerError)
  /// One run; nil if the ledger has no run of that id.
  func run(_ id: RunID) async throws(LedgerError) -> RunRecord?
  /// The last runs, the latest first.
  func runs(last count: Int) async throws(LedgerError) -> [RunRecord]
  /// The last runs that began at `since` or later, and before the run `run`; nil stands for any.
  func runs(
    since: Date?, before run: RunID?, limit: Int
  ) async throws(LedgerError) -> [RunRecord]
  /// How many devices are `created` or `adopted` that runs of this jobID sent last.
  ///
  /// Devices of the run `run` are not counted.
  func deviceCount(ofJob jobID: String, besides run: RunID) async throws(LedgerError) -> Int

  /// The time before which the API at a base URL wants no request, as it said in an earlier run.
  ///
  /// Nil if none is known.
  func hold(of baseURL: String) async throws(LedgerError) -> Date?
  /// Notes that time for later runs.
  func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError)
  /// What earlier runs of `jobID` last reported of each kind of standing condition, by kind.
  func lastNotified(_ jobID: String) async throws(LedgerError) -> [String: Notified]
  /// Notes what is reported now; a kind that is not named has nothing standing.
  func setNotified(_ notified: [String: Notified], _ jobID: String) async throws(LedgerError)
}

/// The name of one run in the ledger, in reports and in the User-Agent.
package struct RunID: Hashable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }

  /// Twelve random hexadecimal digits.
  package static func random() -> RunID {
    let digits = String(UInt64.random(in: 0..<(1 << 48)), radix: 16)
    return RunID(String(repeating: "0", count: 12 - digits.count) + digits)
  }
}

/// One run in the history.
package struct RunRecord: Hashable, Sendable {
  package var id: RunID
  /// `run`, `reconcile` and the like.
  package var command: String
  /// Empty if the command runs no script.
  package var script: String
  /// SHA-256 of the script's file, in hexadecimal.
  package var scriptDigest: String
  /// The arguments with secret values masked; empty until it is known which values are secret.
  package var arguments: [String: String]
  /// A digest that is equal for runs that do the same again and again, and differs for others.
  ///
  /// Empty if the run has none, and in a ledger of an older version.
  package var jobID: String
  /// SHA-256 of every module's file, by the module's name; empty until the run ends.
  package var moduleDigests: [String: String] = [:]
  /// How many devices have each status, by its name in reports; empty until the run ends.
  package var counts: [String: Int] = [:]
  /// Nil while the run goes on, and if it ended without writing one.
  package var exitStatus: Int?
  /// The ledger sets it.
  package var startedAt: Date?
  /// The ledger sets it.
  package var endedAt: Date?

  package init(
    id: RunID, command: String = "run", script: String, scriptDigest: String,
    arguments: [String: String] = [:], jobID: String = "", exitStatus: Int? = nil
  ) {
    self.id = id
    self.command = command
    self.script = script
    self.scriptDigest = scriptDigest
    self.arguments = arguments
    self.jobID = jobID
    self.exitStatus = exitStatus
  }
}

/// The last report of one kind of standing condition, so that it is reported again only if it
/// changes.
package struct Notified: Hashable, Sendable {
  /// A digest of everything that was in the condition.
  package var digest: String
  package var at: Date

  package init(digest: String, at: Date) {
    self.digest = digest
    self.at = at
  }
}
