import Foundation

/// One line of a benchmark's table.
struct Measurement {
  var what: String
  /// Of one round.
  var duration: Duration

  /// The best of several runs, since whatever else the machine does only adds to them.
  static func of(_ what: String, rounds: Int, runs: Int = 5, _ body: () async throws -> Void)
    async rethrows -> Measurement
  {
    var best = Duration.seconds(3600)
    for _ in 0..<runs {
      let start = ContinuousClock.now
      try await body()
      best = min(best, ContinuousClock.now - start)
    }
    return Measurement(what: what, duration: best / rounds)
  }

  func print() {
    let microseconds = duration / .microseconds(1)
    let name = what.padding(toLength: 64, withPad: " ", startingAt: 0)
    Swift.print("\(name) \(String(format: "%8.3f", microseconds)) µs")
  }

  /// The memory that the process holds, in MiB (proc(5), VmRSS).
  static var residentMemory: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0)
      / 1024
  }
}
