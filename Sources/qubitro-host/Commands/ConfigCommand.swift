import ArgumentParser
import Foundation
import Host
import Settings
import Terminal

/// `qubitro-host config`: the settings.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Look at the configuration.",
    subcommands: [ConfigShowCommand.self])
}

/// `qubitro-host config show`: prints every setting that holds, and where it comes from.
struct ConfigShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print every setting that holds, and where it comes from.",
    discussion: """
      What a flag of run says is the first to hold; then the environment (QUBITRO_ and the \
      setting's name in capitals, QUBITRO_PROJECT_ID for the
      project), then the profile of --profile, then the files: qubitro-host.yaml in the script's \
      folder or the nearest above it,
      ~/.config/qubitro-host/config.yaml, and /etc/qubitro-host/config.yaml. A file's keys are \
      these names.

      Exit status:
        0   a run could begin with them     64  usage
        78  it could not; the line says which place is wrong
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The script whose project file counts; else the working folder's.", valueName: "script"),
    completion: .file()
  )
  var script: String?

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  func run() async throws {
    var settings = GivenSettings(mode: .reconcile, script: script)
    options.apply(to: &settings)
    settings.isJSON = json
    try await HostProcess.run { console async throws(HostError) in
      try await ConfigShow(
        settings, environment: ProcessInfo.processInfo.environment, console: console
      ).execute()
    }
  }
}
