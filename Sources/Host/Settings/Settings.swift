/// What the command line says, before environment and defaults fill it up.
package struct Settings: Sendable {
  /// What is done with the script.
  package enum Mode: String, Sendable {
    /// Creates what is missing.
    case run
    /// Says what a run would do, and touches nothing.
    case plan
    /// Settles what earlier runs left unknown; no script.
    case reconcile
  }

  package var mode: Mode
  /// Nil where the mode runs none.
  package var script: String?
  /// The `KEY=VALUE` words.
  package var arguments: [String]
  package var project: String?
  package var baseURL: String?
  package var apiKeyFile: String?
  package var ledger: String?
  /// Folders in which modules are looked for first.
  package var modulePath: [String] = []
  package var maxDuration: String?
  package var maxStretch: String?
  package var maxMemory: String?
  package var maxOutput: String?
  /// Creates per second.
  package var rate: Double?
  /// Creates in flight.
  package var concurrency = 8
  /// How long one request may take.
  package var timeout: String?
  package var caFile: String?
  package var usesHTTP2 = false
  package var mayDelete = false
  /// The age of an unknown before which it is not looked for.
  package var settleAfter: String?
  /// The age of an unknown before which its absence cannot be proven.
  package var absentAfter: String?
  package var marking = Marking.none
  /// Goes without the list of a project before its first create.
  package var withoutList = false
  package var allowsNetworkLedger = false
  /// How many devices the run may make.
  package var maxCreates: Int?
  package var overlap = Overlap.skip
  /// How long another run may hold the ledger without progress.
  package var stuckAfter: String?
  /// How far starts are spread that nobody watches.
  package var jitter: String?
  package var report = ReportOccasion.failure
  package var isJSON = false
  package var hasDetailedExitCode = false
  package var verbosity = Verbosity.normal

  package init(mode: Mode, script: String? = nil, arguments: [String] = []) {
    self.mode = mode
    self.script = script
    self.arguments = arguments
  }
}
