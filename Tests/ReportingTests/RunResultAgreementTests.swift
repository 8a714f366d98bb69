import Effects
import Foundation
import LuaRuntime
import Settings
import Terminal
import TestSupport
import Testing

@testable import Provisioning
@testable import Reporting

/// Text, JSON and exit status are made from one value: whatever it is, they agree, and every
/// failure has a reason in words.
struct RunResultAgreementTests {
  private static let context = Advice.Context(ledger: "l.sqlite", run: "r1")

  /// Everything that decides an exit status, with the status; 66 ends a command before there is
  /// a run.
  private static let ingredients:
    [(status: Int32, slot: String, apply: @Sendable (inout RunResult) -> Void)] = [
      (70, "script", { $0.scriptFailure = ScriptFailure(.internal, "the host is at fault") }),
      (74, "stop", { $0.stop = .ledger("the disk is full") }),
      (77, "stop", { $0.stop = .keyRefused("the key is refused") }),
      (78, "stop", { $0.stop = .configuration("the project is wrong") }),
      (64, "stop", { $0.stop = .usage("no such argument") }),
      (130, "signal", { $0.signal = .interrupt }), (143, "signal", { $0.signal = .terminate }),
      (65, "script", { $0.scriptFailure = ScriptFailure(.limit, "too much memory") }),
      (69, "stop", { $0.stop = .unavailable("connection refused") }),
      (75, "stop", { $0.stop = .tryLater("the time is over") }),
      (75, "devices", { $0.add(result(.unknown, .unknown)) }),
      (3, "devices", { $0.add(result(.quarantined, .quarantined)) }),
      (3, "devices", { $0.add(result(.exists, .exists)) }),
      (1, "script", { $0.scriptFailure = ScriptFailure(.script, "s.lua:1: bad") }),
      (1, "stop", { $0.stop = .accountOverdue("the account is overdue") }),
      (1, "devices", { $0.add(result(.rejected, .invalid)) }),
      (2, "change", { $0.counts[.created, default: 0] += 1 }), (0, "nothing", { _ in }),
    ]

  private static func result(
    _ status: DeviceResult.Status, _ kind: EffectFailure.Kind, _ name: String = "d"
  ) -> DeviceResult {
    DeviceResult(
      status, EffectFailure(kind, "'\(name)' is \(kind.rawValue)", key: name, location: "s.lua:3"),
      name: name)
  }

  private func text(of runResult: RunResult) -> String {
    let text =
      runResult.plan.map { PlanReport.text(runResult, $0, script: nil, .changes, logged: []) }
      ?? FailureReport(
        runResult: runResult, context: Self.context, logged: [], activity: RunActivity()
      ).text
    return text + TextReport.footer(runResult, ledger: "l.sqlite", run: "r1")
  }

  private func json(_ runResult: RunResult) throws -> [String: Any] {
    let line = JSONReport.summary(runResult, in: Self.context)
    return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func `each part decides an exit status, and of any two the first documented wins`() throws {
    let order: [Int32] = [70, 74, 77, 78, 64, 66, 130, 143, 65, 69, 75, 3, 1, 2, 0]
    #expect(Set(Self.ingredients.map(\.status)) == Set(order).subtracting([66]))
    for one in Self.ingredients {
      for other in Self.ingredients where one.slot != other.slot || one.status == other.status {
        var runResult = RunResult(mode: .run, hasDetailedExitCode: true)
        one.apply(&runResult)
        other.apply(&runResult)
        let first = try #require(order.first { [one.status, other.status].contains($0) })
        #expect(runResult.exitStatus.rawValue == first, "\(one.status) and \(other.status)")
      }
    }
  }

  @Test func `text, JSON and exit status agree, and each failure has its reason in words`()
    async throws
  {
    var random = SeededGenerator()
    var lines = ""
    for _ in 0..<1000 {
      let runResult = runResult(&random)
      let (text, json) = (text(of: runResult), try json(runResult))
      let status = runResult.exitStatus
      let comment: Comment = "seed \(random.seed): \(text)"
      #expect(json["exit_status"] as? Int == Int(status.rawValue), comment)
      #expect(text.contains(", exit status \(status.rawValue)"), comment)
      if ![.converged, .changed].contains(status) {
        #expect(reasons(status, runResult).contains(where: text.contains), comment)
        let isSafe = text.contains("\nsafe to run again: yes, ") && text.contains("\nnext: ")
        #expect(isSafe || runResult.plan != nil, comment)
        #expect(
          ["stopped", "signal", "script_error", "rejected", "unknown", "quarantined", "exists"]
            .contains { isSaid(json[$0]) },
          comment)
      } else {
        #expect(!text.contains("safe to run again"), comment)
      }
      lines += JSONReport.summary(runResult, in: Self.context)
    }
    #expect(try await ReportSchema.violations(in: lines) == [], "seed \(random.seed)")
  }

  private func isSaid(_ value: Any?) -> Bool {
    (value as? Int).map { $0 > 0 } ?? (value != nil)
  }

  private func runResult(_ random: inout SeededGenerator) -> RunResult {
    let modes: [RunMode] = [.run, .plan, .reconcile]
    var runResult = RunResult(
      mode: modes.randomElement(using: &random) ?? .run,
      hasDetailedExitCode: .random(using: &random))
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      Self.ingredients.randomElement(using: &random)?.apply(&runResult)
    }
    for number in 0..<Int.random(in: 0...150, using: &random) where Bool.random(using: &random) {
      let kinds: [(DeviceResult.Status, EffectFailure.Kind)] = [
        (.rejected, .rejected), (.rejected, .invalid), (.unknown, .unknown),
        (.quarantined, .quarantined), (.exists, .exists),
      ]
      guard let (status, kind) = kinds.randomElement(using: &random), number % 7 == 0 else {
        continue
      }
      var result = Self.result(status, kind, "d\(number)")
      result.needsPerson = status == .unknown && .random(using: &random)
      result.isAccepted = status == .quarantined && .random(using: &random)
      runResult.add(result)
    }
    runResult.figures = RunFigures(
      duration: .milliseconds(Int64.random(in: 0...100_000, using: &random)))
    return runResult
  }

  /// Words of which one has to be in the text for this status.
  private func reasons(_ status: ExitStatus, _ runResult: RunResult) -> [String] {
    let stop = runResult.stop.map { ["stopped: \($0.message)"] } ?? []
    let script = runResult.scriptFailure.map { ["script failed: \($0.message)"] } ?? []
    return switch status {
    case .interrupted: ["stopped by SIGINT"]
    case .terminated: ["stopped by SIGTERM"]
    case .internalError, .dataError: script
    case .tryLater:
      stop + ["unknown \(runResult.count(.unknown))", "\(runResult.count(.unknown)) unknown"]
    case .attention:
      [
        "quarantined \(runResult.count(.quarantined))",
        "\(runResult.count(.quarantined)) quarantined", "exists", " to import",
        "unknown \(runResult.count(.unknown))", "\(runResult.count(.unknown)) unknown",
      ]
    case .failed: stop + script + ["rejected \(runResult.count(.rejected))", " refused"]
    default: stop
    }
  }
}
