import Foundation
import TestSupport
import Testing

struct SimulatorCommandTests {
  @Test func `port 0 prints the port that it got, and the process ends with SIGTERM`() async throws {
    let folder = try TemporaryDirectory()
    let running = try CommandRun.start("qubitro-sim", ["--port", "0", "--tame"], in: folder)
    while !running.output.hasSuffix("\n") { await Task.yield() }
    let line = try #require(running.output.split(separator: "\n").first)
    #expect(line.hasPrefix("listening on http://127.0.0.1:"))
    let port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
    #expect(port > 0)
    try folder.write("demo-key", to: "key")
    try folder.write("print(qubitro.create_device { name = 'd', source = 'http' }.brand)", to: "one.lua")
    let run = try await CommandRun.of(
      "qubitro-host",
      [
        "run", "one.lua", "--project", "demo", "--base-url", "http://127.0.0.1:\(port)", "--api-key-file", "key", "--ledger",
        "l.sqlite",
      ],
      in: folder)
    #expect((run.exitStatus, run.output, run.error) == (0, "Custom\n", ""))
    running.signal(SIGTERM)
    #expect(try await running.end().exitStatus == -SIGTERM)
  }
}
