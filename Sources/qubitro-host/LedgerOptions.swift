import ArgumentParser
import Host

/// Which ledger is meant, and how it is told; for commands that look at one.
struct LedgerOptions: ParsableArguments {
  @OptionGroup var place: LedgerPlaceOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false
}
