import Foundation
import TestSupport
import Testing

extension CrashSuites {
  /// `dev/soak`, for a few rounds.
  struct SoakTests {
    @Test func `a short soak breaks no promise, and ends by itself`() async throws {
      let folder = try TemporaryDirectory()
      let soak = try await CommandRun.of("soak", ["0.4", "--rounds", "8"], in: folder)
      print(soak.output)
      #expect(soak.exitStatus == 0, "\(soak.output)\(soak.error)")
      #expect(soak.output.contains("| violations | 0 |"))
    }

    @Test func `usage errors are 64`() async throws {
      let folder = try TemporaryDirectory()
      for arguments in [
        [], ["never"], ["0"], ["1", "--seed"], ["1", "--seed", "x"], ["1", "--rounds", "0"],
        ["1", "more", "1"],
      ] {
        #expect(
          try await CommandRun.of("soak", arguments, in: folder).exitStatus == 64, "\(arguments)")
      }
    }
  }
}
