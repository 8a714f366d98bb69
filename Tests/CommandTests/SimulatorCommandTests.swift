import Foundation
import TestSupport
import Testing

struct SimulatorCommandTests {
  @Test func `port 0 prints the port that it got, and the process ends with SIGTERM`() async throws
  {
    let folder = try TemporaryDirectory()
    let running = try CommandRun.start("qubitro-sim", ["--port", "0", "--tame"], in: folder)
    try await eventually("the simulator listens") { running.output.hasSuffix("\n") }
    let line = try #require(running.output.split(separator: "\n").first)
    #expect(line.hasPrefix("listening on http://127.0.0.1:"))
    let port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
    #expect(port > 0)
    try folder.write("demo-key", to: "key")
    try folder.write(
      "print(qubitro.create_device { name = 'd', source = 'http' }.brand)", to: "one.lua")
    let run = try await CommandRun.of(
      "qubitro-host",
      [
        "run", "one.lua", "--project", "demo", "--base-url", "http://127.0.0.1:\(port)",
        "--api-key-file", "key", "--ledger",
        "l.sqlite",
      ],
      in: folder)
    #expect((run.exitStatus, run.output, run.error) == (0, "Custom\n", ""))
    running.signal(SIGTERM)
    #expect(try await running.end().exitStatus == -SIGTERM)
  }

  /// Starts the simulator, waits until it listens and ends it.
  private func start(_ arguments: String..., in folder: TemporaryDirectory) async throws
    -> CommandRun
  {
    let running = try CommandRun.start("qubitro-sim", arguments, in: folder)
    try await eventually("the simulator listens") { running.output.hasSuffix("\n") }
    running.signal(SIGTERM)
    return try await running.end()
  }

  @Test func `it says that it misbehaves, and how often, unless it is tame`() async throws {
    let folder = try TemporaryDirectory()
    let usual = try await start("--seed", "7", in: folder)
    let warning =
      "qubitro-sim: misbehaves on purpose, in about 5.0 % of creates; "
      + "--seed 7 repeats it, --tame turns it off\n"
    #expect(usual.error == warning)
    let chosen = try await start(
      "--seed", "7", "--fault", "list_500", "--fault", "409=2", "--fault-rate", "0.5", in: folder)
    #expect(chosen.error.contains("in about 50.0 % of requests; --seed 7 repeats it"))
    #expect(try await start("--tame", in: folder).error == "")
    #expect(try await start("--fault-rate", "0", in: folder).error == "")
  }

  @Test func `the authority of a server that speaks TLS is written before it listens`() async throws
  {
    let folder = try TemporaryDirectory()
    let run = try await start("--tame", "--tls", "--ca-out", "ca.pem", in: folder)
    #expect(run.output.hasPrefix("listening on https://127.0.0.1:"))
    let authority = try String(contentsOfFile: folder.file("ca.pem"), encoding: .utf8)
    #expect(authority.hasPrefix("-----BEGIN CERTIFICATE-----"))
  }

  @Test(arguments: [
    ["--tame", "--fault-rate", "0.1"], ["--fault", "nonsense"], ["--fault", "409=-1"],
    ["--fault-rate", "2"], ["--shape", "d"],
    ["--port", "65536"], ["--limited-key", "key:fly"], ["--ca-out", "ca.pem"],
    ["--rate-limit", "0"], ["--latency", "-1"],
  ])
  func `wrong usage is refused before anything listens`(arguments: [String]) async throws {
    let run = try await CommandRun.of("qubitro-sim", arguments, in: try TemporaryDirectory())
    #expect(run.exitStatus == 64)
    #expect(run.error.hasPrefix("Error: "))
    #expect(run.output == "")
  }

  @Test func `a state file that cannot be read ends it`() async throws {
    let folder = try TemporaryDirectory()
    try folder.write("{", to: "state.json")
    let run = try await CommandRun.of("qubitro-sim", ["--state", "state.json"], in: folder)
    #expect(run.exitStatus == 1)
    #expect(run.error.contains("the state file state.json cannot be used: "))
  }
}
