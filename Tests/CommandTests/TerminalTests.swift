import Foundation
import Simulator
import TestSupport
import Testing

/// The real command on a real terminal.
struct TerminalTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(
      """
      qubitro.create_devices({
        { name = "d1", source = "mqtt" },
        { name = "d2", source = "mqtt" },
        { name = "bad", source = "x" },
      })
      print("printed")
      """, to: "s.lua")
  }

  private func start(
    _ simulator: RunningSimulator, _ options: [String] = [], columns: Int = 100,
    changing change: [String: String] = [:], redirecting redirection: String = ""
  ) throws -> Running {
    var environment = [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": "key", "QUBITRO_LEDGER": "ledger.sqlite", "TERM": "xterm",
      "PATH": "/usr/bin:/bin",
    ]
    environment.merge(change) { $1 }
    return try TerminalRun.start(
      "qubitro-host", ["run", "s.lua"] + options, columns: columns, environment: environment,
      in: folder, redirecting: redirection)
  }

  /// A run whose second create is held until a line that is `expected` has stood on the terminal.
  private func run(
    showing expected: @Sendable (String) -> Bool,
    by start: @Sendable (RunningSimulator) throws -> Running
  ) async throws -> (run: CommandRun, screen: TerminalScreen) {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.none, .holdAfterCreate])
      let running = try start(simulator)
      try await simulator.hasHeld()
      try await eventually("the line is as it should be") {
        TerminalScreen(running.output).erased.contains(where: expected)
      }
      await simulator.world.release()
      let run = try await running.end()
      return (run, TerminalScreen(run.output))
    }
  }

  @Test func `a terminal shows how far a run is, and nothing of that is left`() async throws {
    let (run, screen) = try await run(
      showing: {
        $0.hasPrefix("2 of 3 devices") && $0.contains("1 in flight") && $0.contains("1 failed")
      }, by: { try start($0) })
    #expect(run.exitStatus == 1)
    #expect(screen.unknown == [])
    #expect(!screen.lines.contains { $0.contains("in flight") }, "\(screen.lines)")
    #expect(screen.lines.first == "printed")
    #expect(
      screen.lines.last == "" && screen.lines.dropLast().last?.hasSuffix("exit status 1") == true)
    #expect(
      screen.lines.contains { $0.hasPrefix("2 creates, ") && $0.contains("(p99)") },
      "\(screen.lines)")
    #expect(screen.colours.contains("31") && screen.colours.contains("32"))
  }

  @Test func `the line fits a narrow terminal`() async throws {
    let (_, screen) = try await run(
      showing: { $0 == "2 of 3 devic" }, by: { try start($0, columns: 13) })
    #expect(screen.erased.allSatisfy { $0.count < 13 }, "\(screen.erased)")
  }

  @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"], [:]])
  func `NO_COLOR, TERM=dumb and --no-color each take the colours away`(
    environment: [String: String]
  ) async throws {
    let run = try await RunningSimulator.run { simulator in
      let options = environment.isEmpty ? ["--no-color"] : []
      return try await start(simulator, options, changing: environment).end()
    }
    let screen = TerminalScreen(run.output)
    #expect(run.exitStatus == 1)
    #expect(screen.colours == [])
    #expect(
      screen.lines.contains("qubitro-host: run of s.lua: created 2, rejected 1"), "\(screen.lines)")
    if environment["TERM"] == "dumb" { #expect(!run.output.contains("\u{1B}")) }
  }

  /// What is on the terminal of a run that takes a second, so that a line would be seen.
  private func output(_ option: String) async throws -> String {
    try await RunningSimulator.run { simulator in
      await simulator.world.inject([.tooManyRequestsAfterSeconds])
      return try await start(simulator, [option]).end().output
    }
  }

  @Test func `JSON on the same terminal stands alone, and -q shows no line`() async throws {
    let json = try await output("--json")
    #expect(!json.contains("\u{1B}[K") && !json.contains("in flight"))
    #expect(!(try await output("-q")).contains("\u{1B}[K"))
  }

  @Test func `beside JSON that goes elsewhere there is a line`() async throws {
    let (run, _) = try await run(
      showing: { $0.contains("1 in flight") },
      by: { try start($0, ["--json"], redirecting: ">/dev/null") })
    #expect(run.exitStatus == 1)
  }

  @Test func `a hold of the API is told as what the run waits for`() async throws {
    try await RunningSimulator.run { simulator in
      // Both creates wait twice, since a line is painted when the machine has time for it.
      await simulator.world.inject(Array(repeating: .tooManyRequestsAfterDate, count: 4))
      let run = try await start(simulator).end()
      let screen = TerminalScreen(run.output)
      #expect(
        screen.erased.contains {
          $0.contains("waiting ") && $0.contains("the API wants no request before ")
        }, "\(screen.erased)")
    }
  }
}
