import ArgumentParser
import Settings

extension ReportPolicy: ExpressibleByArgument {}

/// What a run reports, and how.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  @Option(
    help: ArgumentHelp(
      """
      When to say anything off a terminal: on failure, also on a change (one line when devices \
      were made), or always (failure).
      """,
      valueName: "occasion"))
  var report: ReportPolicy?

  @Flag(
    name: .customLong("detailed-exitcode"), help: "Exit with 2 when something changed or would.")
  var detailedExitCode = false

  @Flag(name: .shortAndLong, help: "Say nothing but failures; what the script prints stays.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Tell about every device and log line.")
  var verbose = false

  @Flag(help: "Tell about every request and decision as well; no bodies, no key.")
  var trace = false

  @Flag(name: .customLong("no-color"), help: "No colours on a terminal (NO_COLOR).")
  var withoutColor = false

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other.") }
  }

  func apply(to settings: inout GivenSettings) {
    settings[.report] = report?.rawValue
    settings.isJSON = json
    settings.isTraced = trace
    settings.withoutColor = withoutColor
    settings.hasDetailedExitCode = detailedExitCode
    settings.verbosity = quiet ? .quiet : verbose ? .verbose : .normal
  }
}

/// The exit statuses, for the help of `run`, `plan` and `reconcile`.
enum ExitStatusHelp {
  static let text = """
    Exit status:
      0   converged, or a healthy run holds the ledger
      1   the script failed, devices were rejected, or --max-creates was reached
      2   with --detailed-exitcode: something changed or would
      3   a person is needed: credentials are lost, or a name is taken
      64  usage                       66  the script is missing
      65  a limit of the script       69  the API cannot be reached
      70  an internal error           74  the ledger cannot be used
      75  try later: the next run goes on, or another run is stuck
      77  the API refused the key     78  the configuration is wrong
      130, 143  ended by SIGINT, SIGTERM
    """
}
