import Foundation
import Simulator
import TestSupport
import Testing

extension CrashSuites {
  /// A ledger that is damaged, or that may not be written: 74, with what to do, and no device is
  /// made twice.
  struct DamagedLedgerTests {
    private static let pageSize = 4096

    /// Overwrites a page with what is no page.
    private func spoil(_ page: Int, of path: String) throws {
      let file = try FileHandle(forUpdating: URL(filePath: path))
      try file.seek(toOffset: UInt64(page * Self.pageSize))
      try file.write(contentsOf: Data(repeating: 0x5a, count: Self.pageSize))
      try file.close()
    }

    @Test func `a spoiled header is 74, and the file is left as it is`() async throws {
      try await CrashWorld.run(.c) { world in
        #expect(try await world.run().exitStatus == 0)
        try spoil(0, of: world.ledger)
        let before = try Data(contentsOf: URL(filePath: world.ledger))
        let run = try await world.run(nil, "names=new d1")
        #expect(run.exitStatus == 74)
        #expect(run.error.contains("put the newest backup in its place"), "\(run.error)")
        #expect(try Data(contentsOf: URL(filePath: world.ledger)) == before)
        #expect(await world.simulator.world.createRequests == 3)
      }
    }

    @Test func `a spoiled page is 74 once it is needed, and until then no device is made twice`()
      async throws
    {
      try await CrashWorld.run(.c) { world in
        let names = (1...60).map { "n\($0)" }.joined(separator: " ")
        #expect(try await world.run(nil, "names=\(names)").exitStatus == 0)
        let whole = try Data(contentsOf: URL(filePath: world.ledger))
        var found = 0
        for page in 1..<(whole.count / Self.pageSize) {
          try whole.write(to: URL(filePath: world.ledger))
          try spoil(page, of: world.ledger)
          let run = try await world.run(nil, "names=\(names)")
          #expect([0, 74].contains(run.exitStatus), "page \(page): \(run.error)")
          #expect(await world.simulator.world.createRequests == 60, "page \(page)")
          guard run.exitStatus == 74 else { continue }
          found += 1
          #expect(
            run.error.contains("put the newest backup in its place"), "page \(page): \(run.error)")
        }
        #expect(
          found > whole.count / Self.pageSize / 2,
          "most pages are needed by a run that asks for every key")
        try whole.write(to: URL(filePath: world.ledger))
        #expect(try await world.run(nil, "names=\(names)").exitStatus == 0)
      }
    }

    /// The kernel's refusals are played: these tests may run as a user who may write everything.
    @Test(arguments: [Int32(EACCES), EROFS])
    func `a ledger or a folder that may not be written is 74`(code: Int32) async throws {
      try await CrashWorld.run(.c) { world in
        #expect(try await world.run(.nothing, "names=d1").exitStatus == 0)
        let opened = world.steps.filter { $0.call == .open }.map(\.subject)
        let ledger = try #require(opened.firstIndex(of: "ledger.sqlite")) + 1
        for first in [1, ledger] {
          let run = try await world.run(.failure(.open, first...Int.max, code: code))
          #expect(run.exitStatus == 74, "\(opened), from \(first)")
          #expect(run.error.contains("see that"), "\(run.error)")
          #expect(await world.simulator.world.createRequests == 1)
        }
        #expect(try await world.run().exitStatus == 0)
        #expect(try await world.violations(after: try await world.run()) == [])
      }
    }
  }
}
