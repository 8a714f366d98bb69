import ArgumentParser

/// `qubitro-host ledger`: the ledger's file.
struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Verify the ledger, or back it up, also while a run goes on.",
    subcommands: [LedgerVerifyCommand.self, LedgerBackupCommand.self]
  )
}
