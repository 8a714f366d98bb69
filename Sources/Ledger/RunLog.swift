package import Foundation

/// The history of runs, and what one run leaves for those to come.
package protocol RunLog: Sendable {
  /// Notes that a run begins.
  func start(_ run: RunRecord) async throws(LedgerError)
  /// Notes what has become known of it; with an exit status, that it has ended.
  func update(_ run: RunRecord) async throws(LedgerError)
  /// One run; nil when the ledger has none of that name.
  func run(_ id: RunID) async throws(LedgerError) -> RunRecord?
  /// The last runs, the latest first.
  func runs(last count: Int) async throws(LedgerError) -> [RunRecord]
  /// The same of those that began since then and before this one, nil for any.
  func runs(since: Date?, before run: RunID?, limit: Int) async throws(LedgerError) -> [RunRecord]
  /// How many devices are `created` or `adopted` that were last sent by runs of this subject, but for one run.
  func fleet(of subject: String, besides run: RunID) async throws(LedgerError) -> Int

  /// Before when the API at a base URL wants no request, as it said in an earlier run; nil when that is not known.
  func hold(of baseURL: String) async throws(LedgerError) -> Date?
  /// Notes it for runs to come.
  func setHold(_ until: Date?, of baseURL: String) async throws(LedgerError)
  /// What was last said of each kind of standing condition, to the readers of `subject`.
  func told(_ subject: String) async throws(LedgerError) -> [String: Told]
  /// Notes what is said now; kinds that are not named have nothing standing.
  func setTold(_ told: [String: Told], _ subject: String) async throws(LedgerError)
}

/// The name of one run, in the ledger, in reports and in the User-Agent.
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

/// One run, for the history.
package struct RunRecord: Hashable, Sendable {
  package var id: RunID
  /// `run`, `reconcile` and the like.
  package var command: String
  /// Empty where the command runs none.
  package var script: String
  /// SHA-256 of the script's file, in hexadecimal.
  package var scriptDigest: String
  /// With secret values masked; empty until it is known which those are.
  package var arguments: [String: String]
  /// What tells the runs apart that do the same again and again, as a digest; empty where nothing does, and in a ledger of an older version.
  package var subject: String
  /// The same of every module's file, by the module's name; empty until the run ends.
  package var moduleDigests: [String: String] = [:]
  /// How many devices came to what, by the status in reports; empty until the run ends.
  package var counts: [String: Int] = [:]
  /// Nil while it goes on, and when it ended without saying so.
  package var exitStatus: Int?
  /// Set by the ledger.
  package var startedAt: Date?
  /// Set by the ledger.
  package var endedAt: Date?

  package init(
    id: RunID, command: String = "run", script: String, scriptDigest: String, arguments: [String: String] = [:],
    subject: String = "", exitStatus: Int? = nil
  ) {
    self.id = id
    self.command = command
    self.script = script
    self.scriptDigest = scriptDigest
    self.arguments = arguments
    self.subject = subject
    self.exitStatus = exitStatus
  }
}

/// What was last said of one kind of standing condition, so that it is not said again before it changes.
package struct Told: Hashable, Sendable {
  /// Of all that were in it.
  package var digest: String
  package var at: Date

  package init(digest: String, at: Date) {
    self.digest = digest
    self.at = at
  }
}
