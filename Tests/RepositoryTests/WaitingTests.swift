import Testing

/// A test waits for what it can see, and not for ever: with `eventually` or `inTime`.
struct WaitingTests {
  /// Files and folders that wait in another way, and why.
  private static let exceptions = [
    "Tests/Benchmarks/": "measures what time and turns cost",
    "Tests/CommandTests/Cron/RealCron.swift": "timeout(1) ends the process",
    "Tests/ReportingTests/ProgressPainterTests.swift": "declares a clock whose time passes at once",
    "Tests/Soak/SoakRound.swift": "ends a run at a moment that nobody has chosen",
    "Tests/TestSupport/Eventually.swift": "sleeps for all others, and has a deadline",
    "Tests/TestSupport/LuaItself.swift": "timeout(1) ends the process",
  ]

  @Test func `no test spins or sleeps by itself`() throws {
    let waiting = /\bTask\.(?:yield|sleep)\b|\bu?sleep\(|\bwaitUntilExit\b/.betweenSimpleWords
    var excused: Set<String> = []
    for file in Repository.files(in: "Tests", endingIn: ".swift") {
      for (index, line) in try Repository.lines(of: file).enumerated()
      where line.firstMatch(of: waiting) != nil {
        let exception = Self.exceptions.keys.first { file.hasPrefix($0) }
        #expect(exception != nil, "\(file):\(index + 1): \(line)")
        if let exception { excused.insert(exception) }
      }
    }
    #expect(excused == Set(Self.exceptions.keys), "an exception that nothing needs")
  }
}
