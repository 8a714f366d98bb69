import ArgumentParser
import Foundation
import LedgerCommands
import Settings
import Terminal

/// `qubitro-host unknown`: the devices that lost answers have left unknown.
struct UnknownCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unknown",
    abstract: "List what is unknown or quarantined, and clear it up by hand.",
    subcommands: [UnknownListCommand.self, UnknownResolveCommand.self]
  )
}

/// `qubitro-host unknown list`: prints the devices that are not cleared up.
struct UnknownListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: """
      List the devices that may or may not exist, and those whose tokens are lost, with what to do.
      """,
    discussion: """
      A quarantined device that was accepted is not listed.

      Exit status:
        0   also when there is nothing  74  the ledger cannot be read
      """
  )

  @OptionGroup var options: LedgerOptions

  func run() async throws {
    try await HostProcess.run { console async throws(HostError) in
      try await UnknownList(
        ledger: options.ledger.location(), isJSON: options.json, console: console
      ).execute()
    }
  }
}

/// `qubitro-host unknown resolve`: takes a person's answer to what has become of one device.
struct UnknownResolveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Say what has become of a device that is unknown or quarantined.",
    discussion: """
      Look in the project first: what is said here is believed. Only --created and --replace need \
      the API key.

      Exit status:
        0   it is resolved
        3   the device is there, and the API shows no token: say --accept or --replace
        64  usage, or it makes no sense for this device
        66  the ledger has no such key, or the API no such device
        69  the API cannot be reached   74  the ledger cannot be used
        75  a run holds the ledger      77  the API refused the key
        78  the configuration is wrong
      """
  )

  @Argument(help: "The device's key, which is its name unless the script gave one.")
  var key: String

  @Option(
    help: ArgumentHelp(
      "It is the device of this id: adopt it, with its token where the API shows it.",
      valueName: "id"))
  var created: String?

  @Flag(help: "Nothing was created: the next run may send it again.")
  var absent = false

  @Flag(
    help: """
      Do without the token of a quarantined device: it stays, and nobody is told of it any more.
      """)
  var accept = false

  @Flag(
    help: """
      Delete the device at the API, with its data; the next run makes it again. Needs \
      --allow-delete.
      """
  )
  var replace = false

  @Flag(help: "Let --replace delete.")
  var allowDelete = false

  @OptionGroup var connection: ConnectionOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  func run() async throws {
    var settings = GivenSettings(mode: .reconcile)
    connection.apply(to: &settings)
    settings.mayDelete = allowDelete
    settings.isJSON = json
    try await HostProcess.run { console async throws(HostError) in
      let resolution = try Resolution(
        created: created, isAbsent: absent, accepts: accept, replaces: replace)
      return try await UnknownResolve(
        key, resolution, settings, environment: ProcessInfo.processInfo.environment,
        console: console
      ).execute()
    }
  }
}
