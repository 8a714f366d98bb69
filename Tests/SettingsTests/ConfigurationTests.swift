import QubitroClient
import Terminal
import TestSupport
import Testing

@testable import Settings

struct ConfigurationTests {
  private let folder: TemporaryDirectory
  private let script: String
  private let key: String

  init() throws {
    folder = try TemporaryDirectory()
    script = try folder.write("return", to: "s.lua")
    key = try folder.write("QB_key\n", to: "key")
  }

  private func configuration(
    _ environment: [String: String] = [:], arguments: [String] = [],
    _ change: (inout GivenSettings) -> Void = { _ in }
  ) throws(HostError) -> Configuration {
    var settings = GivenSettings(mode: .run, script: script, arguments: arguments)
    settings[.apiKeyFile] = key
    change(&settings)
    return try Configuration(
      settings, environment: ["HOME": "/home/ops"].merging(environment) { $1 })
  }

  private func status(
    _ environment: [String: String] = [:], arguments: [String] = [],
    _ change: (inout GivenSettings) -> Void = { _ in }
  ) -> Terminal.ExitStatus? {
    #expect(throws: HostError.self) {
      try configuration(environment, arguments: arguments, change)
    }?.status
  }

  @Test func `flags come before the environment, and the environment before defaults`() throws {
    let environment = [
      "QUBITRO_PROJECT_ID": "env", "QUBITRO_BASE_URL": "https://env.example",
      "QUBITRO_LEDGER": "/env.sqlite",
    ]
    let fromEnvironment = try configuration(environment)
    #expect(fromEnvironment.project == "env")
    #expect(fromEnvironment.baseURL.description == "https://env.example")
    #expect(fromEnvironment.ledger.path == "/env.sqlite")
    let fromFlags = try configuration(environment) {
      ($0[.project], $0[.baseURL], $0[.ledger]) = ("flag", "https://flag.example", "/flag.sqlite")
    }
    #expect(fromFlags.project == "flag")
    #expect(fromFlags.baseURL.description == "https://flag.example")
    #expect(fromFlags.ledger.path == "/flag.sqlite")
    let fromDefaults = try configuration(["QUBITRO_PROJECT_ID": ""])
    #expect(fromDefaults.project == nil)
    #expect(fromDefaults.baseURL.description == "https://api.qubitro.com")
  }

  @Test
  func `a start is spread over ten seconds unless the flag or the environment says otherwise`()
    throws
  {
    #expect(try configuration().jitter == .seconds(10))
    #expect(try configuration(["QUBITRO_JITTER": "0"]).jitter == .zero)
    #expect(
      try configuration(["QUBITRO_JITTER": "0"]) { $0[.jitter] = "300ms" }.jitter
        == .milliseconds(300))
    #expect(status(["QUBITRO_JITTER": "soon"]) == .configuration)
  }

  @Test func `a holder is stuck after an hour, and never sooner than its progress can be seen`()
    throws
  {
    #expect(try configuration().stuckAfter == .seconds(3600))
    #expect(try configuration { $0[.stuckAfter] = "10s" }.stuckAfter == .seconds(10))
    #expect(status { $0[.stuckAfter] = "9s" } == .usage)
  }

  @Test func `arguments are split at their first equals sign`() throws {
    #expect(
      try configuration(arguments: ["a=1", "b=x=y", "c="]).arguments == [
        "a": "1", "b": "x=y", "c": "",
      ])
    #expect(status(arguments: ["novalue"]) == .usage)
    #expect(status(arguments: ["=1"]) == .usage)
    #expect(status(arguments: ["a=1", "a=2"]) == .usage)
  }

  @Test func `a missing script is 66, a wrong setting 78`() throws {
    #expect(status { $0.script = "/does/not/exist.lua" } == .noInput)
    let path = folder.path
    #expect(status { $0.script = path } == .noInput)
    #expect(status { $0[.baseURL] = "http://api.qubitro.com" } == .configuration)
    #expect(status { $0[.apiKeyFile] = nil } == .configuration)
  }

  @Test func `a plan needs no key`() throws {
    let configuration = try configuration {
      $0.mode = .plan
      $0[.apiKeyFile] = nil
    }
    #expect(configuration.key == nil)
  }

  @Test func `a key file that others can read is refused, and the error says how to fix it`() throws
  {
    for permissions in [0o640, 0o604, 0o644] {
      let shared = try folder.write("QB_key", to: "shared", permissions: permissions)
      let error = #expect(throws: HostError.self) { try configuration { $0[.apiKeyFile] = shared } }
      #expect(error?.status == .configuration)
      #expect(error?.description.contains("chmod 600 \(shared)") == true)
    }
  }

  @Test
  func `the key comes from the flag, the named file, the credentials folder, then the variable`()
    throws
  {
    let other = try folder.write("QB_other", to: "other")
    try folder.write("QB_credential", to: "credentials/qubitro-api-key", permissions: 0o440)
    let all = [
      "QUBITRO_API_KEY_FILE": other, "CREDENTIALS_DIRECTORY": folder.file("credentials"),
      "QUBITRO_API_KEY": "QB_variable",
    ]
    #expect(try configuration(all).key?.unmasked == "QB_key")
    #expect(try configuration(all) { $0[.apiKeyFile] = nil }.key?.unmasked == "QB_other")
    var some = all
    some["QUBITRO_API_KEY_FILE"] = nil
    #expect(try configuration(some) { $0[.apiKeyFile] = nil }.key?.unmasked == "QB_credential")
    some["CREDENTIALS_DIRECTORY"] = nil
    #expect(try configuration(some) { $0[.apiKeyFile] = nil }.key?.unmasked == "QB_variable")
  }

  @Test func `the ledger's place follows systemd, root, XDG and home, in this order`() throws {
    let all = ["STATE_DIRECTORY": "/state:/more", "XDG_STATE_HOME": "/xdg", "HOME": "/home/ops"]
    #expect(
      try LedgerLocation(GivenSettings(mode: .plan), environment: all, isRoot: true).path
        == "/state/ledger.sqlite")
    var some = all
    some["STATE_DIRECTORY"] = nil
    #expect(
      try LedgerLocation(GivenSettings(mode: .plan), environment: some, isRoot: true).path
        == "/var/lib/qubitro-host/ledger.sqlite")
    #expect(
      try LedgerLocation(GivenSettings(mode: .plan), environment: some, isRoot: false).path
        == "/xdg/qubitro-host/ledger.sqlite")
    some["XDG_STATE_HOME"] = nil
    #expect(
      try LedgerLocation(GivenSettings(mode: .plan), environment: some, isRoot: false).path
        == "/home/ops/.local/state/qubitro-host/ledger.sqlite")
    #expect(throws: HostError.self) {
      try LedgerLocation(GivenSettings(mode: .plan), environment: [:], isRoot: false).path
    }
  }
}
