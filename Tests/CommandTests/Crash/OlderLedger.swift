import Foundation
import GRDB
import Ledger
import QubitroModel
import Simulator
import TestSupport

@testable import LedgerSQLite

/// A ledger as the third version of the schema had it, with no looks and no order of intents.
enum OlderLedger {
  /// It knows `d2`, and an intent for `d3` that nobody knows the end of; both exist.
  static func write(into world: CrashWorld) async throws {
    let devices = await world.simulator.world.devices
    guard let first = devices.first(where: { $0.name == "d2" }) else {
      throw CocoaError(.fileNoSuchFile)
    }
    let (id, token) = (first.id, first.token)
    let shown = #"{"device_id":"\#(id)","device_token":"\#(token)"}"#
    let answer =
      switch world.shape {
      case .a: #"{"success":true,"data":{"id":"\#(id)","metadata":\#(shown)}}"#
      case .b: #"{"success":true,"data":{"id":"\#(id)","device_credentials":\#(shown)}}"#
      case .c:
        #"{"id":"\#(id)","device_credentials":{"username":"\#(id)","password":"\#(token)"}}"#
      }
    let database = try DatabaseQueue(path: world.ledger)
    var migrator = DatabaseMigrator()
    for (name, statements) in Schema.migrations.prefix(3) {
      migrator.registerMigration(name) { db in try db.execute(sql: statements) }
    }
    try migrator.migrate(database)
    let (url, project) = (world.scope.baseURL, world.scope.project)
    try await database.write { db in
      try db.execute(
        sql: """
          INSERT INTO run (id, script, arguments, started_at)
          VALUES ('r', 's.lua', '{}', '2026-01-01T00:00:00.000Z')
          """)
      for (name, state, id, body) in [
        ("d2", "created", first.id, Data(answer.utf8)), ("d3", "sending", nil, nil),
      ] {
        try db.execute(
          sql: """
            INSERT INTO device (
              base_url, project, key, state, name, request, http_status, response, device_id,
              run_id, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'r', '2026-01-01T00:00:00.000Z')
            """,
          arguments: [
            url, project, name, state, name, Data(#"{"name":"\#(name)","source":"mqtt"}"#.utf8),
            body == nil ? nil : 201, body, id,
          ])
        try db.execute(
          sql: """
            INSERT INTO transition (device, from_state, to_state, run_id, at)
            VALUES (?, NULL, 'sending', 'r', '2026-01-01T00:00:00.000Z')
            """, arguments: [db.lastInsertedRowID])
      }
    }
    try database.close()
  }
}
