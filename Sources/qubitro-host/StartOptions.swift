import ArgumentParser
import Host

extension Overlap: ExpressibleByArgument {}

/// How a run begins that may meet another, on this ledger or at the API.
struct StartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Where another run holds the ledger: skip (the default: end silently with 0), wait for its end, or fail with 75.",
      valueName: "how"))
  var overlap: Overlap?

  @Option(
    help: ArgumentHelp(
      "How long a run may hold the ledger without progress before others fail with 75 (1h).", valueName: "duration"))
  var stuckAfter: String?

  @Option(
    help: ArgumentHelp(
      "Off a terminal, begin at a moment of this host's own within so long; 0 begins at once (10s).", valueName: "duration"))
  var jitter: String?

  func apply(to settings: inout Settings) {
    settings[.overlap] = overlap?.rawValue
    settings[.stuckAfter] = stuckAfter
    settings[.jitter] = jitter
  }
}
