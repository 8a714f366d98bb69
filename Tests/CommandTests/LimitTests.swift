import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport
import Testing

/// A run that a limit ends in the middle of its creates leaves a ledger from which the next one
/// converges.
struct LimitTests {
  private static let script = """
    local function go_wrong()
      if args.wrong == "stretch" then while true do pcall(function() while true do end end) end end
      if args.wrong == "memory" then local t = {} for n = 1, 1e9 do t[n] = { n } end end
      if args.wrong == "output" then while true do print("flood") end end
      if args.wrong == "duration" then while true do host.log.debug("waiting") end end
    end
    local n = 0
    qubitro.create_devices(function()
      n = n + 1
      if n == 500 then go_wrong() end
      if n <= 1000 then return { name = "d" .. n, source = "mqtt" } end
    end, { concurrency = 16 })
    """

  @Test(
    arguments: [
      ("stretch", ["--max-stretch", "3s"], 65), ("memory", ["--max-memory", "16M"], 65),
      ("output", ["--max-output", "1M"], 65),
      ("duration", ["--max-duration", "5s"], 75),
    ] as [(String, [String], Int32)])
  func `the next run makes what is missing, and nothing twice`(
    wrong: String, options: [String], status: Int32
  ) async throws {
    let folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(Self.script, to: "s.lua")
    try await RunningSimulator.run { simulator in
      let arguments = [
        "--project", RunningSimulator.project, "--base-url", simulator.baseURL, "--api-key-file",
        folder.file("key"), "--ledger",
        folder.file("ledger.sqlite"),
      ]
      let first = try await CommandRun.of(
        "qubitro-host", ["run", "s.lua", "wrong=\(wrong)"] + options + arguments, in: folder)
      #expect(first.exitStatus == status, "\(first.error)")
      let last = first.error.split(separator: "\n").last ?? ""
      if let line = ["stretch": 2, "memory": 3, "output": 4][wrong] {
        #expect(last.hasSuffix("exit status 65, \(options[0]) at s.lua:\(line)"), "\(last)")
      }
      let ledger = try #require(try SQLiteLedger(reading: folder.file("ledger.sqlite")))
      #expect(try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) == [])
      let second = try await CommandRun.of(
        "qubitro-host", ["run", "s.lua"] + arguments, in: folder)
      #expect(second.exitStatus == 0, "\(second.error)")
      #expect(await simulator.world.devices.count == 1000)
      #expect(Set(await simulator.world.devices.map(\.name)).count == 1000)
    }
  }

  @Test(arguments: ["10", "0s", "-1s", "1 h", "1e3s", "99999999999999999999h"])
  func `what is no duration is a usage error that shows how to write one`(text: String) async throws
  {
    let folder = try TemporaryDirectory()
    try folder.write("", to: "s.lua")
    let run = try await CommandRun.of(
      "qubitro-host", ["plan", "s.lua", "--max-duration=\(text)"], in: folder)
    #expect(run.exitStatus == 64)
    #expect(run.error.contains("'\(text)' is no duration; write it as 300ms, 10s, 15m or 1h"))
  }
}
