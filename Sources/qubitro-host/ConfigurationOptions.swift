import ArgumentParser
import Host
import Settings

/// Which configuration files are read.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The only configuration file to read (QUBITRO_CONFIG); else the project's, the user's and /etc/qubitro-host/config.yaml.",
      valueName: "file"),
    completion: .file(extensions: ["yaml"]))
  var config: String?

  @Option(help: ArgumentHelp("The profile of these files to use (QUBITRO_PROFILE).", valueName: "name"))
  var profile: String?

  func apply(to settings: inout Settings) {
    settings.configFile = config
    settings.profile = profile
  }
}
