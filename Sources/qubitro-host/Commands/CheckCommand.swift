import ArgumentParser
import Foundation
import Host
import Settings
import Terminal

/// `qubitro-host check`: prints which arguments scripts take, and what in them cannot work.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: """
      Read scripts without running them: their arguments, and names and modules that do not exist.
      """,
    discussion: """
      A script runs only as far as its params{...}, and nothing it does until then can reach the \
      world.

      Exit status:
        0   nothing is wrong
        1   something is wrong; standard error, or --json, says what and where
        64  usage                       66  a script is missing or is no text
        78  a script that others may write
      """
  )

  @Argument(
    help: ArgumentHelp("The Lua scripts.", valueName: "script"),
    completion: .file(extensions: ["lua"]))
  var scripts: [String]

  @OptionGroup var modules: ModuleOptions

  @OptionGroup var configuration: ConfigurationOptions

  @Flag(help: "Write JSON lines to standard output.")
  var json = false

  func run() async throws {
    // A project's file is looked for in the folder of the first script.
    var settings = GivenSettings(mode: .plan, script: scripts.first)
    configuration.apply(to: &settings)
    settings.modulePath = modules.modulePath
    settings.isJSON = json
    try await HostProcess.run { console async throws(HostError) in
      try await Check(
        scripts, settings, environment: ProcessInfo.processInfo.environment, console: console
      ).execute()
    }
  }
}
