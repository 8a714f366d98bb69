import Foundation
import Host
import QubitroModel
import Settings
import Simulator
import TestSupport
import Testing

/// A plan of a script, and the run of the same script that follows it.
struct PlanAgreement {
  let plan: ScriptHost.Result
  let run: ScriptHost.Result

  /// A script that asks for devices of these names, and then goes on.
  static func script(_ names: [String], _ rest: String = "") -> String {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return """
      for _, name in ipairs { \(list) } do
        qubitro.create_device { name = name, source = 'mqtt' }
      end
      \(rest)
      """
  }

  /// Plans and runs a script, and compares the two key by key.
  ///
  /// A plan that changes anything is an error.
  static func check(
    _ text: String, in world: SettlingWorld, _ change: (inout GivenSettings) -> Void = { _ in }
  ) async throws -> PlanAgreement {
    let before = try await Traces(of: world)
    let plan = try await world.host.execute(text, against: world.simulator) {
      $0.mode = .plan
      $0.isJSON = true
      change(&$0)
    }
    #expect(try await Traces(of: world) == before, "the plan has changed something")
    let run = try await world.host.execute(text, against: world.simulator) {
      $0.isJSON = true
      change(&$0)
    }
    let agreement = PlanAgreement(plan: plan, run: run)
    try agreement.compare()
    return agreement
  }

  /// What the plan reports about each key, as `key action`, in the order of the keys.
  var actions: [String] {
    get throws {
      try PlannedLine.all(in: plan).map { "\($0.key ?? "") \($0.action ?? "")" }.sorted()
    }
  }

  /// What the run reports about each key, as `key status`, in the order of the keys.
  var statuses: [String] {
    get throws {
      try PlannedLine.all(in: run).map { "\($0.key ?? "") \($0.status ?? "")" }.sorted()
    }
  }

  private func compare() throws {
    let planned = Dictionary(grouping: try PlannedLine.all(in: plan), by: { $0.key ?? "" })
    let done = Dictionary(grouping: try PlannedLine.all(in: run), by: { $0.key ?? "" })
    #expect(Set(planned.keys) == Set(done.keys), "\(plan.output)\n\(run.output)")
    for (key, lines) in planned {
      var rest = done[key] ?? []
      #expect(rest.count == lines.count, "\(key)")
      for line in lines {
        let index = rest.firstIndex { $0.keeps(line) }
        #expect(index != nil, "the plan said \(line), the run \(rest)")
        if let index { rest.remove(at: index) }
      }
    }
  }
}

/// All that a plan could change.
private struct Traces: Equatable {
  let files: [String: Data]
  let devices: Set<String>
  let writes: Int

  init(of world: SettlingWorld) async throws {
    let ledger = URL(filePath: world.host.ledger)
    let folder = ledger.deletingLastPathComponent()
    // SQLite's files beside an open ledger hold nothing once the ledger is closed.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasPrefix(ledger.lastPathComponent) && !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal")
    }
    files = Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: folder.appending(path: $0))) }
    )
    let (devices, requests) = await (world.simulator.world.devices, world.simulator.world.requests)
    self.devices = Set(devices.map(\.id))
    writes = requests.count { $0.method != "GET" }
  }
}
