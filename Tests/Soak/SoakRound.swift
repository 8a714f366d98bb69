import Foundation
import Ledger
import LedgerSQLite
import QubitroModel
import Simulator
import TestSupport

/// One simulator and one ledger: some scripts are run on it again and again, and most runs are
/// ended before their time.
struct SoakRound: Sendable {
  let number: Int
  let seed: UInt64
  private let choices: SoakChoices

  init(number: Int, seed: UInt64) {
    self.number = number
    self.seed = seed
    choices = SoakChoices(SeededGenerator(seed: seed &+ UInt64(number) &* 0x9E37_79B9))
  }

  /// Goes through the round; what throws is a violation too.
  func tally() async -> SoakTally {
    do {
      return try await RunningSimulator.run(choices.world(seed: seed &+ UInt64(number))) {
        simulator in
        try await work(SoakGround(choices, simulator))
      }
    } catch {
      var tally = SoakTally()
      tally.violations = ["round \(number): \(error)"]
      return tally
    }
  }

  private func work(_ ground: SoakGround) async throws -> SoakTally {
    var tally = SoakTally()
    tally.rounds = 1
    for act in choices.acts {
      let ended = try await play(act, on: ground, &tally)
      try await check(ended, "\(act)", on: ground, &tally)
      guard tally.violations.isEmpty else { return tally }
    }
    // What is late may be seen now, and every script has its chance to end.
    await ground.simulator.world.settle()
    for script in choices.scripts {
      let run = try await ground.start(script, choices.options).end()
      tally.runs += 1
      try await check([run], "the last run of \(script.name)", on: ground, &tally)
    }
    tally.creates = await ground.simulator.world.createRequests
    tally.devices = await ground.simulator.world.devices.count
    if let ledger = try SQLiteLedger(reading: ground.ledger) {
      for state in DeviceState.allCases {
        tally.states[state] = try await ledger.devices(in: state).count
      }
    }
    return tally
  }

  /// Starts a run and ends it as the act says; returns every run that has ended.
  private func play(_ act: SoakAct, on ground: SoakGround, _ tally: inout SoakTally) async throws
    -> [CommandRun]
  {
    let running = try ground.start(act.script, act.options, act.mishap)
    tally.runs += 1
    switch act.end {
    case .byItself: break
    case .powerFailure: tally.ends["power", default: 0] += 1
    case .signal(let signal):
      // Unlike a test, a soak is about moments that nobody has chosen.
      try await Task.sleep(for: act.delay)
      running.signal(signal)
      tally.ends[SoakAct.name(of: signal), default: 0] += 1
    case .halt(let last):
      try await Task.sleep(for: act.delay)
      running.signal(SIGSTOP)
      tally.ends["SIGSTOP", default: 0] += 1
      let beside = try await ground.start(act.script, act.options).end()
      tally.runs += 1
      tally.besides += 1
      running.signal(last)
      if last == SIGKILL { tally.ends["SIGKILL", default: 0] += 1 }
      return [beside, try await running.end()]
    }
    return [try await running.end()]
  }

  private func check(
    _ ended: [CommandRun], _ what: String, on ground: SoakGround, _ tally: inout SoakTally
  ) async throws {
    for run in ended {
      tally.statuses[run.exitStatus, default: 0] += 1
      if !SoakAct.expected.contains(run.exitStatus) {
        tally.violations.append(
          "round \(number), \(what): exit status \(run.exitStatus): \(run.error)")
      }
    }
    // What a halted run told before it was killed counts as much as what the last one did.
    let found = try await ground.violations(after: ended.map(\.output).joined(separator: "\n"))
    tally.violations += found.map { "round \(number), \(what): \($0)" }
    guard let violation = tally.violations.first else { return }
    let kept = try ground.keep()
    tally.violations[0] = "\(violation); the ledger as it was: \(kept)"
  }
}
