import Foundation
import LuaRuntime
import QubitroClient
import Settings
import Terminal
import TestSupport
import Testing

/// Which of several places wins, and how a fault in a place is reported.
struct SettingSourcesTests {
  private let folder: TemporaryDirectory
  private let script: String

  init() throws {
    folder = try TemporaryDirectory()
    script = try folder.write("return", to: "work/scripts/s.lua")
  }

  private func configuration(
    _ environment: [String: String] = [:], _ change: (inout GivenSettings) -> Void = { _ in }
  ) throws(HostError) -> Configuration {
    var settings = GivenSettings(mode: .plan, script: script)
    change(&settings)
    // Without these the test would read this machine's own files.
    let places = ["HOME": folder.file("home"), "CONFIGURATION_DIRECTORY": folder.file("etc")]
    return try Configuration(settings, environment: places.merging(environment) { $1 })
  }

  private func error(
    _ environment: [String: String] = [:], _ change: (inout GivenSettings) -> Void = { _ in }
  ) -> HostError? {
    #expect(throws: HostError.self) { try configuration(environment, change) }
  }

  @Test
  func
    `a flag comes before the environment, then a profile, and then the files from the nearest on`()
    throws
  {
    try folder.write(
      "{project: system, rate: 1, concurrency: 1, timeout: 1s, max-creates: 1, max-duration: 1s}",
      to: "etc/config.yaml")
    try folder.write(
      "{project: user, rate: 2, concurrency: 2, timeout: 2s, max-creates: 2}",
      to: "home/.config/qubitro-host/config.yaml")
    try folder.write(
      "{project: project, rate: 3, concurrency: 3, timeout: 3s, "
        + "profiles: {night: {project: night, rate: 4, concurrency: 4}}}",
      to: "work/qubitro-host.yaml")
    let held = try configuration(["QUBITRO_PROJECT_ID": "variable", "QUBITRO_RATE": "5"]) {
      $0[.project] = "flag"
      $0.profile = "night"
    }
    #expect(held.project == "flag")
    #expect(held.rate == 5)
    #expect(held.concurrency == 4)
    #expect(held.transportLimits.total == .seconds(3))
    #expect(held.maxCreates == 2)
    #expect(held.maxDuration == .seconds(1))
    #expect(try configuration().concurrency == 3)
  }

  @Test func `a profile in a far file comes before what a near file says of every run`() throws {
    try folder.write("project: everyday", to: "work/qubitro-host.yaml")
    try folder.write("profiles: {night: {project: night}}", to: "etc/config.yaml")
    #expect(try configuration(["QUBITRO_PROFILE": "night"]).project == "night")
    #expect(try configuration().project == "everyday")
  }

  @Test func `--config names the only file that is read`() throws {
    try folder.write("{project: everyday, rate: 3}", to: "work/qubitro-host.yaml")
    let only = try folder.write("project: only", to: "only.yaml")
    let held = try configuration { $0.configFile = only }
    #expect(held.project == "only")
    #expect(held.rate == nil)
    #expect(try configuration(["QUBITRO_CONFIG": "/dev/null"]).project == nil)
    #expect(
      error { $0.configFile = "/nowhere.yaml" }?.description.contains(
        "/nowhere.yaml cannot be read") == true)
  }

  @Test func `the project's file is the nearest above the script, wherever cron starts`() throws {
    try folder.write("project: above", to: "qubitro-host.yaml")
    #expect(try configuration().project == "above")
    try folder.write("project: beside", to: "work/scripts/qubitro-host.yaml")
    #expect(try configuration().project == "beside")
  }

  @Test func `paths in a file are beside it, or below the home folder`() throws {
    try folder.write(
      "{ledger: state/ledger.sqlite, module-path: [lib, /], api-key-file: ~/key}",
      to: "work/qubitro-host.yaml")
    try folder.write("QB_key_0001", to: "home/key")
    try folder.write("", to: "work/lib/x.lua")
    let held = try configuration()
    #expect(held.ledger.path == folder.file("work/state/ledger.sqlite"))
    #expect(held.moduleRoots.map(\.path).prefix(2) == [folder.file("work/lib"), "/"])
    #expect(held.key?.unmasked == "QB_key_0001")
  }

  @Test(arguments: [
    ("concurency: 8", "1: unknown setting 'concurency' (did you mean 'concurrency'?)"),
    ("rate: 1\nmax_creates: 8", "2: unknown setting 'max_creates' (did you mean 'max-creates'?)"),
    (
      "api-key: QB_secret",
      "1: api-key: a secret does not belong in this file; "
        + "put it alone in a file of mode 0600, and say api-key-file: FILE"
    ),
    ("allow-delete: true", "1: allow-delete: is said on the command line alone (--allow-delete)"),
    ("# all\n\nrate:\n", "3: rate: has no value that is one text or number"),
    ("rate: [1, 2]", "1: rate: has no value that is one text or number"),
    ("- rate", "1: the file is not a list of 'setting: value'"),
    ("profiles: {night: 3}", "1: profiles: each takes a name with settings under it"),
    ("profiles:\n  night:\n    rat: 3", "3: unknown setting 'rat' (did you mean 'rate'?)"),
    ("concurrency: many", "1: concurrency 'many' is no number of creates in flight, from 1 to 256"),
    (
      "max-duration: 3 weeks",
      "1: max-duration '3 weeks' is no duration; write it as 300ms, 10s, 15m or 1h"
    ),
    ("overlap: skipp", "1: overlap 'skipp' is none of skip, wait, fail (did you mean 'skip'?)"),
    ("http2: perhaps", "1: http2 'perhaps' is neither true nor false"),
  ])
  func `a fault in a file is reported with its line and the way out`(
    text: String, reason: String
  ) throws {
    let path = try folder.write(text, to: "work/qubitro-host.yaml")
    #expect(error() == HostError(.configuration, "\(path):\(reason)"))
  }

  @Test(arguments: ["a: b: c", "rate: 1\nrate: 2", "\"", "*none"])
  func `a file that is not YAML is reported with its path`(text: String) throws {
    let path = try folder.write(text, to: "work/qubitro-host.yaml")
    let error = error()
    #expect(error?.status == .configuration)
    #expect(
      error?.description.hasPrefix("\(path) is not YAML: ") == true, "\(error?.description ?? "")")
  }

  @Test func `a wrong flag is wrong usage, and a wrong variable a wrong configuration`() throws {
    let flag = error { $0[.rate] = "fast" }
    #expect(flag?.status == .usage)
    #expect(flag?.description.hasPrefix("--rate 'fast' is no number of creates per second") == true)
    let variable = error(["QUBITRO_RATE": "fast"])
    #expect(variable?.status == .configuration)
    #expect(variable?.description.hasPrefix("QUBITRO_RATE 'fast'") == true)
  }

  @Test func `an unknown profile names those that there are`() throws {
    try folder.write("profiles: {night: {rate: 1}, day: {rate: 2}}", to: "work/qubitro-host.yaml")
    let error = error { $0.profile = "nigth" }
    #expect(error?.status == .configuration)
    #expect(error?.description.contains("unknown profile 'nigth'") == true)
    #expect(error?.description.contains("(did you mean 'night'?)") == true)
  }

  @Test func `a file that others may write is refused`() throws {
    let path = try folder.write("rate: 1", to: "work/qubitro-host.yaml", permissions: 0o664)
    #expect(
      error()
        == HostError(
          .configuration,
          "\(path) can be written by its group or by others, "
            + "who could then have their own commands run with your key: chmod go-w \(path)"
        ))
  }

  /// Opening a pipe can wait for ever.
  @Test func `a pipe of a project file's name is refused at once, and one that is named is read`()
    throws
  {
    let path = folder.file("work/qubitro-host.yaml")
    let isMade = unsafe mkfifo(path, 0o600) == 0
    #expect(isMade)
    #expect(error() == HostError(.configuration, "\(path) is a pipe, not a configuration file"))
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: Data("project: piped".utf8))
    try pipe.fileHandleForWriting.close()
    let named = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
    #expect(try configuration { $0.configFile = named }.project == "piped")
  }

  @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
  func
    `a stranger's project file is refused if nobody names it and the folder is not the stranger's`()
    throws
  {
    let path = try folder.write("project: theirs", to: "work/scripts/qubitro-host.yaml")
    let stranger: [FileAttributeKey: Any] = [.ownerAccountID: 54321]
    try FileManager.default.setAttributes(stranger, ofItemAtPath: path)
    #expect(error()?.description.contains("\(path) belongs to another user (54321)") == true)
    #expect(try configuration { $0.configFile = path }.project == "theirs")
    try FileManager.default.setAttributes(stranger, ofItemAtPath: folder.file("work/scripts"))
    #expect(try configuration().project == "theirs")
  }

  @Test func `a variable is split at its colons, and an empty one counts as unset`() throws {
    #expect(
      try configuration(["QUBITRO_MODULE_PATH": "/:/tmp", "QUBITRO_RATE": ""]).moduleRoots.map(
        \.path
      ).prefix(2) == ["/", "/tmp"])
  }
}
