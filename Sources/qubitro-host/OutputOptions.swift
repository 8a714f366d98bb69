import ArgumentParser
import Host
import Settings

extension ReportPolicy: ExpressibleByArgument {}

/// What is said of a run, and how.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "When to say anything off a terminal: on failure, also on a change (one line when devices were made), or always (failure).",
      valueName: "occasion"))
  var report: ReportPolicy?

  @Flag(name: .customLong("detailed-exitcode"), help: "Exit with 2 when something changed or would.")
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

  func apply(to settings: inout Settings) {
    settings[.report] = report?.rawValue
    settings.isJSON = json
    settings.isTraced = trace
    settings.withoutColor = withoutColor
    settings.hasDetailedExitCode = detailedExitCode
    settings.verbosity = quiet ? .quiet : verbose ? .verbose : .normal
  }
}
