import Foundation
import TestSupport
import Testing

/// `config show`, and files in the commands that look at a ledger.
struct ConfigCommandTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
  }

  private func config(_ arguments: String..., environment: [String: String] = [:]) async throws
    -> CommandRun
  {
    let places = ["HOME": folder.file("home"), "CONFIGURATION_DIRECTORY": folder.file("etc")]
    return try await CommandRun.of(
      "qubitro-host", ["config", "show"] + arguments,
      environment: places.merging(environment) { $1 }, in: folder)
  }

  @Test func `every setting is shown with its place, and no secret`() async throws {
    let script = try folder.write("return", to: "scripts/s.lua")
    let file = try folder.write(
      "rate: 2.5\napi-key-command: pass show --secret hunter2hunter2\n",
      to: "scripts/qubitro-host.yaml")
    let environment = ["QUBITRO_TIMEOUT": "20s", "QUBITRO_API_KEY": "QB_secret_key_0001"]
    let run = try await config(script, environment: environment)
    #expect(run.exitStatus == 0, "\(run.error)")
    func line(_ setting: String) -> [Substring] {
      run.output.split(separator: "\n").first { $0.hasPrefix(setting + " ") }?.split(separator: " ")
        ?? []
    }
    #expect(line("rate") == ["rate", "2.5", "\(file):1"])
    #expect(line("timeout") == ["timeout", "20s", "QUBITRO_TIMEOUT"])
    #expect(line("concurrency") == ["concurrency", "8", "default"])
    #expect(line("api-key-command") == ["api-key-command", "pass", "[masked]", "\(file):2"])
    #expect(line("ledger").last == "default")
    #expect(!(run.output + run.error).contains("hunter2"))
    #expect(!(run.output + run.error).contains("QB_secret"))
    #expect(run.error.contains("key: the API key command"))
    #expect(run.error.contains("files: \(file)\n"))
  }

  @Test func `as JSON it is a line a setting`() async throws {
    let run = try await config("--json", environment: ["QUBITRO_RATE": "3"])
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.contains(#"{"type":"setting","name":"rate","value":"3","from":"QUBITRO_RATE"}"#),
      "\(run.output)")
    #expect(lines.contains(#"{"type":"setting","name":"max-creates","from":"not set"}"#))
  }

  @Test func `what a run could not begin with is told with its place`() async throws {
    try folder.write("stuck-after: soon", to: "etc/config.yaml")
    let run = try await config()
    #expect(run.exitStatus == 78)
    #expect(
      run.error.contains("\(folder.file("etc/config.yaml")):1: stuck-after 'soon' is no duration"),
      "\(run.error)")
    #expect(run.output == "")
  }

  @Test func `a ledger that a file names is the one that other commands look at`() async throws {
    try folder.write("ledger: here/ledger.sqlite", to: "etc/config.yaml")
    let environment = ["CONFIGURATION_DIRECTORY": folder.file("etc")]
    for words in [["devices", "list"], ["runs", "list"], ["unknown", "list"]] {
      let run = try await CommandRun.of("qubitro-host", words, environment: environment, in: folder)
      #expect(
        run.error.contains(folder.file("etc/here/ledger.sqlite")) || run.exitStatus == 0,
        "\(words): \(run.error)")
    }
    let verify = try await CommandRun.of(
      "qubitro-host", ["ledger", "verify"], environment: environment, in: folder)
    #expect(
      verify.error
        == "qubitro-host: there is no ledger at \(folder.file("etc/here/ledger.sqlite")) yet\n")
    let doctor = try await CommandRun.of(
      "qubitro-host", ["doctor"], environment: environment.merging(["QUBITRO_RAT": "1"]) { $1 },
      in: folder)
    #expect(
      doctor.output.contains("nothing reads QUBITRO_RAT (did you mean 'QUBITRO_RATE'?)"),
      "\(doctor.output)")
  }
}
