import Foundation
import Ledger
import LedgerCommands
import LedgerSQLite
import Settings
import Simulator
import TestSupport
import Testing

struct UnknownListTests {
  /// What the command prints of a world's ledger.
  static func list(_ world: SettlingWorld, isJSON: Bool = false) async throws -> String {
    let console = CapturedConsole()
    _ = try await UnknownList(
      ledger: LedgerLocation(path: world.host.ledger), isJSON: isJSON, console: console
    ).execute()
    return console.output
  }

  @Test func `what is not cleared up is listed with the next command`() async throws {
    try await SettlingWorld.run(.a) { world in
      try await world.lost("new", minutes: 5)
      let text = try await Self.list(world)
      #expect(
        text.hasPrefix(
          "unknown  new, project project-1, sent 5 min ago\n    why: HTTP 504\n"
            + "    next: qubitro-host reconcile --ledger "))
      let ledger = try SQLiteLedger(path: world.host.ledger)
      try await ledger.noteUnsettled(
        for: DeviceKey("new", in: world.scope), reason: "2 devices may be it", isCounted: true,
        needsPerson: true)
      try await ledger.close()
      let json = try await Self.list(world, isJSON: true)
      #expect(
        json.contains(
          #""looks":1,"needs_person":true,"next":"qubitro-host unknown resolve new --ledger "#),
        "\(json)")
      #expect(json.contains("--created ID  (or, if nothing was created: --absent)"))
    }
  }
}
