import ArgumentParser
import Ledger
import Settings

extension MarkerPlacement: ExpressibleByArgument {}

/// How a run makes devices.
struct CreateOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Creates in flight at once (8).", valueName: "n"))
  var concurrency: Int?

  @Option(help: ArgumentHelp("Creates per second at most (no limit).", valueName: "n"))
  var rate: Double?

  @Option(
    help: ArgumentHelp(
      """
      How many devices the run may make; before the next one it ends with exit status 1 (no \
      limit).
      """,
      valueName: "n"))
  var maxCreates: Int?

  @Option(
    help: "Where a unique marker goes by which a device is found whose answer was lost (none).")
  var marker: MarkerPlacement?

  @Flag(
    help:
      "Make devices in a project that the key may not list. Needed once; the ledger remembers it.")
  var withoutList = false

  @Flag(help: "Let the script delete devices and projects.")
  var allowDelete = false

  func apply(to settings: inout GivenSettings) {
    settings[.concurrency] = concurrency.map(String.init)
    settings[.rate] = rate.map { "\($0)" }
    settings[.maxCreates] = maxCreates.map(String.init)
    settings[.marker] = marker?.rawValue
    settings.withoutList = withoutList
    settings.mayDelete = allowDelete
  }
}

/// How a run settles what lost answers have left open.
struct SettlingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How old a lost create must be before it is looked for (10s).", valueName: "duration"))
  var settleAfter: String?

  @Option(
    help: ArgumentHelp(
      "How old it must be before its absence can be proven, and it is sent again (15m).",
      valueName: "duration"))
  var absentAfter: String?

  func apply(to settings: inout GivenSettings) {
    settings[.settleAfter] = settleAfter
    settings[.absentAfter] = absentAfter
  }
}
