import Foundation
import Simulator
import TestSupport
import Testing

extension CrashSuites {
  /// A disk that fails: the run stops with 74 and says what to do, sends nothing more, and the next
  /// one goes on.
  struct IOFaultTests {
    private static let (ioError, noSpace, interrupted): (Int32, Int32, Int32) = (EIO, ENOSPC, EINTR)

    /// Runs with a fault, looks, goes on, and looks again; returns the run and what was sent from
    /// the fault on.
    @discardableResult
    private func expectWell(_ mishap: Mishap, _ shape: Shape) async throws -> (
      run: CommandRun, failed: Mishap.Step?, sent: Int
    ) {
      try await CrashWorld.run(shape) { world in
        let run = try await world.run(mishap)
        let (failed, sent) = Self.sequel(of: mishap, in: world.steps)
        var found = try await world.violations(after: run)
        // Two runs have to see that something is not there.
        _ = try await world.run(nil, "--absent-after", "1ms")
        let next = try await world.run(nil, "--absent-after", "1ms")
        found += try await world.violations(after: next)
        #expect(found.isEmpty, "\(shape), \(mishap): \(found)")
        #expect(
          [0, world.shape == .a ? 3 : 0].contains(next.exitStatus),
          "\(shape), \(mishap): \(next.error)")
        for name in CrashWorld.names {
          #expect(await world.count(name) == 1, "\(shape), \(mishap): \(name)")
        }
        return (run, failed, sent)
      }
    }

    /// The first call that failed, and how many creates were begun after it.
    private static func sequel(of mishap: Mishap, in steps: [Mishap.Step]) -> (
      failed: Mishap.Step?, sent: Int
    ) {
      guard case .failure(let call, let range, _) = mishap else { return (nil, 0) }
      let calls = steps.filter { $0.call == call }
      guard calls.count >= range.lowerBound else { return (nil, 0) }
      let failed = calls[range.lowerBound - 1]
      return (failed, steps.count { $0.number > failed.number && $0.subject == "POST" })
    }

    private static var advice: Regex<Substring> {
      /see that its disk is sound|make room on its disk|see that the disk is sound/
    }

    @Test func `a sync that fails ends the run with 74, whichever it is`() async throws {
      let depth = CrashDepth.chosen
      for number in 1... {
        let shape = Shape.allCases[number % Shape.allCases.count]
        // A disk that has failed once may claim success the next time, or go on failing.
        for last in depth.isWhole ? [number, .max] : [number % 3 == 0 ? .max : number] {
          let (run, failed, sent) = try await expectWell(
            .failure(.sync, number...last, code: Self.ioError), shape)
          guard let failed else { return }
          // SQLite syncs the folder as well as it can, and goes on.
          if failed.subject == "state" && last == number { continue }
          #expect(run.exitStatus == 74, "\(failed): \(run.error)")
          #expect(sent == 0, "\(failed): \(sent) creates after it")
          #expect(run.error.contains(Self.advice), "\(failed): \(run.error)")
        }
      }
    }

    @Test func `a disk that is full ends the run with 74, whichever write it is`() async throws {
      let depth = CrashDepth.chosen
      let steps = try await CrashStory(name: "whole").steps(.c)
      let writes = steps.filter { $0.call == .write }.enumerated().filter {
        !$0.element.subject.hasSuffix("-shm")
      }.map {
        $0.offset + 1
      }
      var generator = depth.generator(for: "full disk")
      for number in depth.isWhole
        ? writes : Array(writes.shuffled(using: &generator).prefix(9)) + [1]
      {
        let mishap = Mishap.failure(.write, number...Int.max, code: Self.noSpace)
        let (run, failed, sent) = try await expectWell(mishap, Shape.allCases[number % 3])
        #expect(
          run.exitStatus == 74, "\(depth), \(mishap), \(failed.debugDescription): \(run.error)")
        #expect(sent == 0, "\(depth), \(mishap): \(sent) creates after it")
        #expect(
          run.error.contains(Self.advice),
          "\(depth), \(mishap), \(failed.debugDescription): \(run.error)")
      }
    }

    @Test func `a disk that is full when the lock says who holds it is 74, and nothing is sent`()
      async throws
    {
      try await CrashWorld.run(.c) { world in
        let run = try await world.run(.failure(.write, 1...1, code: Self.noSpace))
        #expect(world.steps.first { $0.call == .write }?.subject == "ledger.sqlite.lock")
        #expect(run.exitStatus == 74)
        #expect(run.error.contains("make room on its disk"), "\(run.error)")
        #expect(await world.simulator.world.requests.isEmpty)
      }
    }

    @Test func `a call that a signal interrupts is made again`() async throws {
      for mishap in [
        Mishap.failure(.lock, 1...1, code: Self.interrupted),
        .failure(.write, 20...23, code: Self.interrupted),
      ] {
        let (run, failed, _) = try await expectWell(mishap, .b)
        #expect(failed != nil)
        #expect((run.exitStatus, run.error) == (0, ""), "\(mishap)")
      }
    }
  }
}
