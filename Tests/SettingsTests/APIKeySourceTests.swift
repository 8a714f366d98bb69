import Foundation
import QubitroClient
import Settings
import Terminal
import TestSupport
import Testing

/// Where the key comes from when several places name one.
struct APIKeySourceTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func key(
    _ environment: [String: String] = [:], _ change: (inout GivenSettings) -> Void = { _ in }
  ) throws(HostError) -> String? {
    var settings = GivenSettings(mode: .plan)
    settings.configFile = "/dev/null"
    settings[.ledger] = "/ledger.sqlite"
    change(&settings)
    return try Configuration(settings, environment: environment).key?.unmasked
  }

  @Test func `each place comes before the next, from the flag to the variable`() throws {
    let file = try folder.write("QB_in_the_file", to: "file")
    let other = try folder.write("QB_in_another", to: "other")
    try folder.write("QB_of_systemd", to: "credentials/qubitro-api-key")
    let config = try folder.write(
      "{api-key-file: other, api-key-command: echo QB_of_the_files}", to: "c.yaml")
    var environment = [
      "QUBITRO_API_KEY_FILE": other, "CREDENTIALS_DIRECTORY": folder.file("credentials"),
      "QUBITRO_API_KEY_COMMAND": "echo QB_of_a_command", "QUBITRO_CONFIG": config,
      "QUBITRO_API_KEY": "QB_in_the_variable",
    ]
    func found(_ change: (inout GivenSettings) -> Void = { _ in }) throws(HostError) -> String? {
      try key(environment) {
        $0.configFile = nil
        change(&$0)
      }
    }
    #expect(try found { $0[.apiKeyFile] = file } == "QB_in_the_file")
    #expect(try found { $0[.apiKeyCommand] = "echo QB_said_now" } == "QB_said_now")
    #expect(try found() == "QB_in_another")
    environment["QUBITRO_API_KEY_FILE"] = nil
    #expect(try found() == "QB_of_systemd")
    environment["CREDENTIALS_DIRECTORY"] = nil
    #expect(try found() == "QB_of_a_command")
    environment["QUBITRO_API_KEY_COMMAND"] = nil
    #expect(try found() == "QB_in_another")
    environment["QUBITRO_CONFIG"] = "/dev/null"
    #expect(try found() == "QB_in_the_variable")
    environment["QUBITRO_API_KEY"] = nil
    #expect(try found() == nil)
  }

  @Test func `two flags that name a key are wrong usage`() throws {
    let error = #expect(throws: HostError.self) {
      try key {
        $0[.apiKeyFile] = "/key"
        $0[.apiKeyCommand] = "cat /key"
      }
    }
    #expect(error == HostError(.usage, "--api-key-file and --api-key-command exclude each other"))
  }

  @Test(arguments: [
    ("false", "status 1"), ("kill -9 $$", "signal 9"), ("echo QB_key; exit 3", "status 3"),
  ])
  func `the error of a failed command does not quote the command`(command: String, how: String)
    throws
  {
    let error = #expect(throws: HostError.self) { try key { $0[.apiKeyCommand] = command } }
    #expect(
      error
        == HostError(
          .configuration, "the API key command ended with \(how); run it by hand to see why"))
  }

  @Test func `a command that floods is cut off, and what it printed is too large for a key`() throws
  {
    let error = #expect(throws: HostError.self) { try key { $0[.apiKeyCommand] = "yes" } }
    #expect(error?.status == .configuration)
  }
}
