import Host
import Settings
import TestSupport
import Testing

/// What a person sees, by terminal, verbosity and outcome.
struct ReportTests {
  private static let script = """
    print("noise\\27[31m")
    host.log.info("made", { n = 1, site = "fra" })
    qubitro.create_device { name = "d", source = args.source }
    """

  private func run(
    source: String = "mqtt", isTerminal: Bool = false, mode: RunMode = .run,
    verbosity: Verbosity = .normal
  ) async throws -> CapturedConsole {
    let folder = try TemporaryDirectory()
    let console = CapturedConsole(isTerminal: isTerminal)
    try await RunningSimulator.run { simulator in
      var settings = GivenSettings(
        mode: mode, script: try folder.write(Self.script, to: "s.lua"),
        arguments: ["source=\(source)"])
      settings[.project] = RunningSimulator.project
      settings[.baseURL] = simulator.baseURL
      settings[.apiKeyFile] = try folder.write(RunningSimulator.key, to: "key")
      settings[.ledger] = folder.file("ledger.sqlite")
      settings.verbosity = verbosity
      _ = try await Run(Configuration(settings, environment: [:]), console: console).execute()
    }
    return console
  }

  @Test func `off a terminal a good run says only what the script prints, escaped`() async throws {
    let console = try await run()
    #expect(console.output == "noise\\x1b[31m\n")
    #expect(console.error == "")
  }

  @Test func `on a terminal a good run shows its log, how fast it was, and one line of counts`()
    async throws
  {
    let lines = try await run(isTerminal: true).error.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first?.contains(" info made n=1 site=\"fra\" (") == true)
    let figures = lines[1].split(separator: "; ")
    let answers =
      /answers in [\d.]+ m?s \(p50\), [\d.]+ m?s \(p90\), [\d.]+ m?s \(p99\), [\d.]+ m?s \(max\)/
    try #require(figures.count == 3, "\(lines[1])")
    #expect(figures[0].wholeMatch(of: /1 create, [\d.]+ a second/) != nil, "\(lines[1])")
    #expect(figures[1].wholeMatch(of: answers) != nil, "\(lines[1])")
    #expect(figures[2] == "2 requests")
    #expect(lines.last?.hasPrefix("created 1; ledger ") == true)
  }

  @Test func `-v reports every device wherever it goes, -q only failures`() async throws {
    #expect(try await run(verbosity: .verbose).error.contains("created     d "))
    #expect(try await run(isTerminal: true, verbosity: .quiet).error == "")
    #expect(
      try await run(source: "lora", isTerminal: true, verbosity: .quiet).error.contains(
        "rejected 1"))
  }

  @Test func `a bad run is reported in full, with the log that was kept back`() async throws {
    let error = try await run(source: "lora").error
    let lines = error.split(separator: "\n").map(String.init)
    #expect(lines.count == 8)
    #expect(lines[0].hasSuffix("s.lua: rejected 1"))
    #expect(lines[1].hasPrefix("  rejected: "))
    #expect(
      lines[1].hasSuffix(
        "s.lua:3: qubitro.create_device 'd': source must be 'http' or 'mqtt', "
          + #"got the string "lora""#
      ))
    #expect(lines[2] == "    next: correct the row and run again; nothing was created")
    #expect(lines[3] == "log:")
    #expect(lines[4].contains("info made"))
    #expect(
      lines[5] == "safe to run again: yes, what was made is in the ledger, and is not made twice")
    #expect(
      lines[6].hasPrefix("next: correct the rows, and see what would be made: qubitro-host plan "))
    #expect(lines[7].hasPrefix("ledger ") && lines[7].hasSuffix("exit status 1"))
  }

  @Test func `a plan is reported wherever it goes`() async throws {
    let lines = try await run(mode: .plan).error.split(separator: "\n")
    #expect(lines.prefix(2) == ["ACTION  NAME  NOTE", "create  d"])
    #expect(lines.last?.contains("s.lua: 1 to create; nothing was done; ledger ") == true)
    #expect(
      try await run(mode: .plan, verbosity: .quiet).error == "",
      "-q reports what a person has to look into")
    let refused = try await run(source: "lora", mode: .plan, verbosity: .quiet).error
    #expect(
      refused.contains("\nrefused  d     ") && refused.contains(": 1 refused; nothing was done; "),
      "\(refused)")
  }
}
