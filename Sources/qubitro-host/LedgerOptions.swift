import ArgumentParser

/// Which ledger is meant, and how it is told; for commands that look at one.
struct LedgerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The ledger (QUBITRO_LEDGER).", valueName: "file"), completion: .file())
  var ledger: String?

  @Flag(help: "Write JSON lines to standard output.")
  var json = false
}
