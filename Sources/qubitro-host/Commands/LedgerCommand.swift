import ArgumentParser
import LedgerCommands
import Terminal

/// `qubitro-host ledger`: the ledger's file.
struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Verify the ledger, or back it up, also while a run goes on.",
    subcommands: [LedgerVerifyCommand.self, LedgerBackupCommand.self]
  )
}

/// `qubitro-host ledger verify`: prints whether the ledger can be trusted.
struct LedgerVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: """
      Hold the ledger's file against SQLite's checks, and every row against its log and what its \
      state promises.
      """,
    discussion: """
      Off a terminal it says nothing while all is well.

      Exit status:
        0   nothing is wrong            66  there is no ledger
        74  something is, a line each on standard output; or the file cannot be read
      """
  )

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await LedgerVerify(
        ledger: options.ledger.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}

/// `qubitro-host ledger backup`: makes a copy of the ledger.
struct LedgerBackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the ledger, with its tokens, to a new file of mode 0600.",
    discussion: """
      The copy is consistent while a run goes on, and is checked before it gets its name. To bring \
      it back, put it in the ledger's
      place while no run goes on; the next run notices, and makes nothing twice.

      Exit status:
        0   it was made                 64  usage, or the file is there already
        66  there is no ledger          74  the ledger cannot be read, or the copy not be written
      """
  )

  @Argument(help: "The new file.", completion: .file())
  var file: String

  @OptionGroup var ledger: LedgerLocationOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await LedgerBackup(to: file, ledger: ledger.location(), console: console).execute()
    }
  }
}
