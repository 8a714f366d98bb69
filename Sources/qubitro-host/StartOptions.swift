import ArgumentParser
import Host
import Settings

extension Overlap: ExpressibleByArgument {}

/// When a run begins that may meet another, on this ledger or at the API, and when it ends.
struct StartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to do where another run holds the ledger's lock: skip ends silently with 0, wait waits for its end, fail ends with 75 (skip).",
      valueName: "how"))
  var overlap: Overlap?

  @Option(
    help: ArgumentHelp(
      "How long another run may hold the lock without progress before it is taken for stuck, which is an error, 75 (1h).",
      valueName: "duration"))
  var stuckAfter: String?

  @Option(
    help: ArgumentHelp(
      "Off a terminal, delay the start by up to so long, by the same time on each run of a host; 0 turns it off (10s).",
      valueName: "duration"))
  var jitter: String?

  @Option(
    help: ArgumentHelp(
      "End the run after so long, with 75; the next one goes on (no limit on a terminal, 1h off it).", valueName: "duration"))
  var maxDuration: String?

  func apply(to settings: inout Settings) {
    settings[.overlap] = overlap?.rawValue
    settings[.stuckAfter] = stuckAfter
    settings[.jitter] = jitter
    settings[.maxDuration] = maxDuration
  }
}
