import Foundation
import Host
import Ledger
import LedgerSQLite
import Settings
import Simulator
import TestSupport
import Testing

/// A script whose names change with each run makes a new fleet with each run: the run reports that,
/// with exit status 0.
struct NewFleetTests {
  private static let warning = "Does a name change with each run"

  private func execute(
    _ names: String..., in host: ScriptHost, _ simulator: RunningSimulator, rest: String = "",
    _ change: (inout GivenSettings) -> Void = { _ in }
  ) async throws -> ScriptHost.Result {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    let text = """
      for _, name in ipairs { \(list) } do
        qubitro.create_device { name = name, source = 'mqtt' }
      end
      \(rest)
      """
    return try await host.execute(text, against: simulator) {
      $0.verbosity = .normal
      change(&$0)
    }
  }

  @Test(arguments: [Shape.a, .b, .c])
  func `plan and run say that none of the devices made before was asked for`(shape: Shape)
    async throws
  {
    let host = try ScriptHost(shape)
    try await host.run { simulator in
      let first = try await execute("mon-1", "mon-2", in: host, simulator)
      #expect((first.exitStatus, first.error) == (0, ""), "a first run")
      let plan = try await execute("tue-1", "tue-2", in: host, simulator) { $0.mode = .plan }
      #expect(
        plan.error.contains(
          "made 2 devices before, and has asked for none of them now: it would make 2 new ones"),
        "\(plan.error)")
      let run = try await execute("tue-1", "tue-2", in: host, simulator)
      #expect(
        run.error.contains(
          "made 2 devices before, and has asked for none of them now: it made 2 new ones"),
        "\(run.error)")
      #expect(
        run.error.contains(Self.warning) && run.error.contains("qubitro-host devices list --run "),
        "\(run.error)")
      let third = try await execute("wed-1", in: host, simulator) { $0.isJSON = true }
      #expect(
        third.output.contains(
          #""announcements":["this script, with these arguments, made 4 devices before"#),
        "\(third.output)")
      #expect((plan.exitStatus, run.exitStatus, third.exitStatus) == (0, 0, 0))
      #expect(try await host.violations(simulator) == [])
    }
  }

  @Test func `one key of old, other arguments, another project or nothing new is no new fleet`()
    async throws
  {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      _ = try await execute("mon-1", "mon-2", in: host, simulator)
      for run in [
        try await execute("mon-2", "tue-1", in: host, simulator),
        try await execute("tue-2", in: host, simulator) { $0.arguments = ["batch=2"] },
        try await execute("tue-3", in: host, simulator) { $0[.project] = "project-2" },
        try await execute("mon-1", in: host, simulator),
        try await execute(in: host, simulator),
      ] {
        #expect((run.exitStatus, run.error) == (0, ""))
      }
      #expect(try await host.violations(simulator) == [])
    }
  }

  @Test func `a run whose script failed might have asked for the old ones later`()
    async throws
  {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      _ = try await execute("mon-1", in: host, simulator)
      let failed = try await execute("tue-1", in: host, simulator, rest: "error 'enough'")
      #expect(failed.exitStatus == 1 && !failed.error.contains(Self.warning), "\(failed.error)")
    }
  }

  @Test
  func
    `what was deleted or forgotten since is no fleet any more, and what a killed run made is one`()
    async throws
  {
    let host = try ScriptHost(.b)
    try await host.run { simulator in
      _ = try await execute("mon-1", "mon-2", in: host, simulator)
      let ledger = try SQLiteLedger(path: host.ledger)
      let scope = Scope(baseURL: simulator.baseURL, project: RunningSimulator.project)
      let run = try #require(try await ledger.runs(last: 1).first)
      // A run that was killed has counted nothing.
      var killed = run
      (killed.counts, killed.exitStatus) = ([:], nil)
      try await ledger.update(killed)
      try await ledger.transition(
        DeviceKey("mon-1", in: scope), .forget(reason: "a person's wish"), by: run.id)
      let one = try await execute("tue-1", in: host, simulator) { $0.mode = .plan }
      #expect(
        one.error.contains(
          "made 1 device before, and has not asked for it now: it would make 1 new one"),
        "\(one.error)")
      try await ledger.transition(DeviceKey("mon-2", in: scope), .delete, by: run.id)
      let none = try await execute("tue-1", in: host, simulator) { $0.mode = .plan }
      #expect(!none.error.contains(Self.warning), "\(none.error)")
      try await ledger.close()
    }
  }
}
