import ArgumentParser

/// `qubitro-host devices`: what the ledger knows of devices.
struct DevicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices",
    abstract: "List, show, export or forget the devices that the ledger knows.",
    discussion: "All but forget only read, also while a run goes on. Tokens are shown with --with-credentials alone.",
    subcommands: [DevicesListCommand.self, DevicesShowCommand.self, DevicesExportCommand.self, DevicesForgetCommand.self]
  )
}
