import Effects
import Foundation
import Host
import LedgerSQLite
import Reporting
import Settings
import Simulator
import Terminal
import TestSupport
import Testing

/// Runs every program of Tests/Programs, and every attack, through the whole host against a
/// simulator, and asks the oracle at the end.
struct ProgramTests {
  @Test(arguments: try ProgramFile.all())
  func `a program does what its head says`(program: ProgramFile) async throws {
    try await check(program)
  }

  // One at a time: a program that computes up to its limit makes the others wait, and their limits
  // count that.
  @Test(.serialized, arguments: try ProgramFile.attacks())
  func `an attack ends as its head says`(program: ProgramFile) async throws {
    try await check(program)
  }

  private func check(_ program: ProgramFile) async throws {
    let folder = try TemporaryDirectory()
    try await RunningSimulator.run { simulator in
      await simulator.world.inject(program.words("faults").compactMap(Fault.init(rawValue:)))
      let world = ProgramWorld(program: program, simulator: simulator, folder: folder)
      if program["plan"].first != nil { try await world.checkPlan() }
      try await world.checkRun()
      if program["rerun"].first != nil { try await world.checkRerun() }
      let ledger = try #require(try SQLiteLedger(reading: world.ledger))
      #expect(try await Oracle.violations(devices: simulator.world.devices, ledger: ledger) == [])
    }
  }

  @Test func `every fault a program names exists`() throws {
    for program in try ProgramFile.all() + ProgramFile.attacks() {
      for name in program.words("faults") {
        #expect(Fault(rawValue: name) != nil, "\(program.testDescription): \(name)")
      }
    }
  }
}

/// One program in its world.
private struct ProgramWorld {
  let program: ProgramFile
  let simulator: RunningSimulator
  let folder: TemporaryDirectory

  var ledger: String { folder.file("ledger.sqlite") }

  func checkPlan() async throws {
    let plan = try await execute(.plan)
    #expect(plan.statuses == program.words("plan"))
    #expect(await simulator.world.createRequests == 0)
    #expect(!FileManager.default.fileExists(atPath: ledger), "a plan made a ledger")
  }

  func checkRun() async throws {
    let run = try await execute(.run)
    #expect(inOrder(run.statuses) == inOrder(program.words("status")))
    #expect(inOrder(run.effects) == inOrder(program.words("effects")))
    #expect(run.printed == program["output"])
    for text in program["error"] { #expect(run.error.contains(text), "\(run.error)") }
    if program["error"].isEmpty { #expect(run.error == "") }
    if let requests = program["requests"].first {
      #expect(await simulator.world.createRequests == Int(requests))
    }
    #expect(run.exitStatus == Int32(program["exit"].first ?? "0"))
  }

  /// The words as they are, or sorted if effects overlap and no order is promised.
  private func inOrder(_ words: [String]) -> [String] {
    program["order"] == ["any"] ? words.sorted() : words
  }

  /// `rerun: STATUS... exit N requests N`: what a second run does.
  func checkRerun() async throws {
    let words = program.words("rerun")
    let statuses = Array(words.prefix { $0 != "exit" })
    let numbers = words.compactMap(Int.init)
    let before = await simulator.world.createRequests
    let run = try await execute(.run)
    #expect(run.statuses == statuses)
    #expect(run.exitStatus == Int32(numbers[0]))
    #expect(await simulator.world.createRequests - before == numbers[1])
  }

  private struct Result {
    var statuses: [String]
    var printed: [String]
    var effects: [String]
    var error: String
    var exitStatus: Int32
  }

  private func execute(_ mode: RunMode) async throws -> Result {
    let console = CapturedConsole()
    let observer = RecordedEffects()
    let runResult = try await Run(
      Configuration(settings(mode), environment: [:]), console: console, observer: observer
    ).execute()
    let lines = try console.output.split(separator: "\n").map { try JSONLineValue($0) }
    #expect(lines.first?.type == "run")
    #expect(lines.last?.type == "summary")
    #expect(lines.last?.exitStatus == runResult.exitStatus.rawValue)
    return Result(
      statuses: lines.filter { $0.type == "device" }.compactMap(\.status),
      printed: lines.filter { $0.type == "print" }.compactMap(\.text),
      effects: observer.effects.map(\.name), error: console.error,
      exitStatus: runResult.exitStatus.rawValue)
  }

  private func settings(_ mode: RunMode) throws -> GivenSettings {
    var settings = GivenSettings(mode: mode, script: program.path, arguments: program.words("args"))
    settings[.project] = program["project"].first ?? RunningSimulator.project
    settings[.baseURL] = simulator.baseURL
    settings[.apiKeyFile] = try folder.write(
      program["key"].first ?? RunningSimulator.key, to: "key")
    settings[.ledger] = ledger
    let programs = URL(filePath: program.path).deletingLastPathComponent()
    settings.modulePath = program.words("module-path").map { programs.appending(path: $0).path }
    settings.isJSON = true
    let limits = Dictionary(
      uniqueKeysWithValues: program.words("limits").map {
        $0.split(separator: "=").map(String.init)
      }.map { ($0[0], $0[1]) })
    settings[.maxStretch] = limits["stretch"]
    settings[.maxMemory] = limits["memory"]
    settings[.maxOutput] = limits["output"]
    settings.verbosity = .quiet
    settings[.settleAfter] = "1ms"
    return settings
  }
}

/// One line of `--json`, as far as the tests look at it.
private struct JSONLineValue: Decodable {
  var type: String
  var status: String?
  var text: String?
  var exitStatus: Int32?

  enum CodingKeys: String, CodingKey {
    case type, status, text
    case exitStatus = "exit_status"
  }

  init(_ line: Substring) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(line.utf8))
  }
}
