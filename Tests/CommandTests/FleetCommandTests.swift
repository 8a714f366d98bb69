import Foundation
import Ledger
import TestSupport
import Testing

/// The verbs that look at a ledger, on one of 100,000 devices.
struct FleetCommandTests {
  private static let count = 100_000

  @Test func `a fleet of 100,000 is listed, filtered and exported, row by row and whole`()
    async throws
  {
    let folder = try TemporaryDirectory()
    let ledger = folder.file("ledger.sqlite")
    try await Fleet.fill(ledger, count: Self.count)
    func devices(_ arguments: String..., through shell: String? = nil) async throws -> CommandRun {
      try await CommandRun.of(
        "qubitro-host", ["devices"] + arguments + ["--ledger", ledger], in: folder, through: shell)
    }

    let all = try await devices("list", "--json")
    let numbers = all.output.split(separator: "\n").compactMap {
      $0.firstMatch(of: /"number":(\d+),/).map { Int($0.1) }
    }
    #expect(numbers == Array(1...Self.count))
    #expect(all.error == "")

    let first = try await devices("list")
    #expect(first.output.split(separator: "\n").count == 1001)
    let next = try #require(first.error.firstMatch(of: /go on with: qubitro-host (.*)\n/)).1
    #expect(next == "devices list --ledger \(ledger) --after 1000")
    let second = try await CommandRun.of(
      "qubitro-host", next.split(separator: " ").map(String.init), in: folder)
    #expect(
      second.output.split(separator: "\n").count == 1001 && second.error.hasSuffix("--after 2000\n")
    )

    #expect(
      try await devices("list", "--status", "unknown", "--json").output.split(separator: "\n").count
        == 1000)
    let filtered = try await devices(
      "list", "--status", "unknown", "--status", "rejected", "--name", "d99??0", "--run",
      "fleet-run", "--since", "1h", "--json")
    #expect(filtered.output.split(separator: "\n").count == 100)
    #expect(try await devices("list", "--run", "another", "--json").output == "")

    let csv = try await devices("export")
    #expect(csv.output.split(separator: "\r\n").count == Self.count + 1)
    #expect(!csv.output.contains("secret-token"))
    #expect(
      try await devices("export", "--with-credentials", "--output", folder.file("all.csv"))
        .exitStatus == 0)
    let file = try String(contentsOfFile: folder.file("all.csv"), encoding: .utf8)
    #expect(file.components(separatedBy: "secret-token-").count - 1 == Self.count / 10 * 9)
  }

  @Test func `a reader that has seen enough ends the list quietly`() async throws {
    let folder = try TemporaryDirectory()
    try await Fleet.fill(folder.file("ledger.sqlite"), count: 5000)
    let script =
      "\"$0\" devices list --json --ledger ledger.sqlite | head -n 1; exit ${PIPESTATUS[0]};"
    let run = try await CommandRun.of(
      "qubitro-host", ["ignored"], in: folder, through: "exec bash -c '\(script)' \"$0\" #")
    #expect(run.output.split(separator: "\n").count == 1 && run.output.contains(#""number":1,"#))
    #expect((run.exitStatus, run.error) == (0, ""))
  }
}
