import ArgumentParser
import Host
import Settings

/// How outcomes are settled that a lost answer left open.
struct SettlingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How old a lost create must be before it is looked for (10s).", valueName: "duration"))
  var settleAfter: String?

  @Option(
    help: ArgumentHelp("How old it must be before its absence can be proven, and it is sent again (15m).", valueName: "duration"))
  var absentAfter: String?

  func apply(to settings: inout Settings) {
    settings[.settleAfter] = settleAfter
    settings[.absentAfter] = absentAfter
  }
}
