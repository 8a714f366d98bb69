import Foundation

/// `dev/bench NAME`: measures one thing in a release build, side by side with what others do.
@main
enum Benchmarks {
  static func main() async throws {
    switch CommandLine.arguments.dropFirst().first {
    case "effects": try await EffectsBenchmark().run()
    case "hook":
      try await HookBenchmark().run()
      try await StopBenchmark().run()
    case "ledger": try await LedgerBenchmark().run()
    case "known": try await HostBenchmark.known()
    case "pacing": try await PacingBenchmark().run()
    default:
      FileHandle.standardError.write(Data("usage: dev/bench effects|hook|ledger|pacing\n".utf8))
      exit(64)
    }
  }
}
