import Foundation
import QubitroModel
import Simulator
import TestSupport
import Testing

/// Everything that the command writes with `--json`, against docs/schema/report-1.json.
struct ReportSchemaTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    try folder.write(RunningSimulator.key, to: "key")
    try folder.write(
      """
      params {
        site = { type = "string", default = "fra", pattern = "^%l+$", help = "a site" },
        count = { type = "integer", default = 3, min = 1, max = 500 },
        kinds = { type = "list", of = "enum", values = { "a", "b" }, default = { "a" } },
        wifi = { type = "string", secret = true },
      }
      for n = 1, args.count do
        qubitro.create_device { name = "d" .. n, source = "mqtt", description = args.site }
      end
      qubitro.create_device { name = "bad", source = "x" }
      qubitro.create_device { name = "d1", source = "mqtt" }
      print("a \\"line\\"\\n\\27 of \\0 bytes \\255")
      """, to: "s.lua")
    try folder.write("undefined_name()\nlocal x = ", to: "wrong.lua")
    try folder.write("local device = nil; print(device.id)", to: "nil.lua")
    try folder.write("while true do end", to: "loop.lua")
  }

  private func run(_ simulator: RunningSimulator, _ arguments: String..., key: String? = nil)
    async throws -> String
  {
    let environment = [
      "QUBITRO_BASE_URL": simulator.baseURL, "QUBITRO_PROJECT_ID": RunningSimulator.project,
      "QUBITRO_API_KEY_FILE": key ?? "key", "QUBITRO_LEDGER": "ledger.sqlite",
    ]
    return try await CommandRun.of("qubitro-host", arguments, environment: environment, in: folder)
      .output
  }

  /// The types of lines, and of those of one type what tells their kinds apart.
  private func kinds(of lines: String) throws -> Set<String> {
    try Set(
      lines.split(separator: "\n").map { line in
        let fields = try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let mark = ["scripts", "violations", "refused", "number", "schema"].first {
          fields[$0] != nil
        }
        return "\(fields["type"] ?? "")\(mark.map { " " + $0 } ?? "")"
      })
  }

  @Test func `every kind of line of every command fits, and each kind was seen`() async throws {
    var settings = WorldSettings()
    settings.shape = .b
    let world = World(
      projects: [RunningSimulator.project], keys: [RunningSimulator.key], settings: settings)
    let lines = try await RunningSimulator.run(world) { simulator in
      var lines = try await run(simulator, "import", "--json")
      lines += try await run(simulator, "plan", "s.lua", "--json")
      await simulator.world.inject([
        .none, .error504BeforeCreate, .dropAfterCreate, .tooManyRequests,
      ])
      lines += try await run(simulator, "run", "s.lua", "--json", "--settle-after", "1ms")
      lines += try await run(
        simulator, "run", "s.lua", "site=ber", "--json", "--settle-after", "1ms")
      lines += try await run(simulator, "reconcile", "--json", "--settle-after", "1ms")
      lines += try await run(simulator, "run", "nil.lua", "--json")
      lines += try await run(simulator, "run", "loop.lua", "--json", "--max-stretch", "100ms")
      lines += try await run(simulator, "run", "s.lua", "count=0", "--json")
      try folder.write("QB_wrong_key_0000", to: "wrong")
      lines += try await run(
        simulator, "run", "s.lua", "--json", "--ledger", "other.sqlite", key: "wrong")
      for verb in [
        ["devices", "list"], ["runs", "list"], ["unknown", "list"], ["ledger", "verify"],
        ["doctor"], ["config", "show"],
      ] {
        lines += try await run(simulator, verb[0], verb.dropFirst().first ?? "--json", "--json")
      }
      return lines + (try await looks(simulator))
    }
    #expect(try await ReportSchema.violations(in: lines) == [])
    let expected: Set = [
      "run schema", "print", "device", "summary", "device number", "run", "transition number",
      "script", "summary scripts",
      "finding",
      "import", "summary refused", "violation", "summary violations", "setting",
    ]
    let seen = try kinds(of: lines)
    #expect(seen.isSuperset(of: expected), "\(expected.subtracting(seen))")
  }

  /// What looks at single rows and files, and what is wrong with a ledger.
  private func looks(_ simulator: RunningSimulator) async throws -> String {
    var lines = try await run(simulator, "devices", "show", "d1", "--json", "--with-credentials")
    let id = try #require(
      try await run(simulator, "runs", "list").split(separator: "\n").last?.split(separator: " ")
        .first)
    lines += try await run(simulator, "runs", "show", String(id), "--json")
    lines += try await run(
      simulator, "devices", "export", "--format", "ndjson", "--with-credentials")
    lines += try await run(simulator, "check", "s.lua", "wrong.lua", "none.lua", "--json")
    lines += try await run(simulator, "devices", "forget", "d1", "--json")
    lines += try await run(simulator, "import", "--json", "--ledger", "third.sqlite")
    lines += try await run(simulator, "import", "--json", "--ledger", "third.sqlite", "--apply")
    try await Fleet.fill(folder.file("wrong.sqlite"), count: 3)
    try Fleet.spoil(folder.file("wrong.sqlite"), "UPDATE device SET state = 'unknown' WHERE id = 2")
    lines += try await run(simulator, "ledger", "verify", "--json", "--ledger", "wrong.sqlite")
    return lines
  }

  @Test(arguments: [
    (#"{"type":"device","status":"made"}"#, "status"),
    (#"{"type":"device","status":"rejected"}"#, "error"),
    (#"{"type":"summary","created":1}"#, "adopted"), (#"{"type":"gossip"}"#, "type"),
    (#"{"type":"print","text":1}"#, "text"),
    (#"{"schema":1}"#, "type"), (#"{"type":"print","text":"x""#, "no JSON"),
    (
      #"{"type":"run","schema":2,"id":"r","command":"run","base_url":"u","#
        + #""ledger":"l","version":"1"}"#,
      "schema"
    ),
  ])
  func `a line that is broken is refused, and one with a field more is not`(
    line: String, complaint: String
  ) async throws {
    let good = #"{"type":"print","text":"x","more":{"fields":1}}"#
    let violations = try await ReportSchema.violations(in: "\(good)\n\(line)\n")
    #expect(!violations.isEmpty && violations.allSatisfy { $0.hasPrefix("2: ") }, "\(violations)")
    #expect(violations.contains { $0.contains(complaint) }, "\(violations)")
  }
}
