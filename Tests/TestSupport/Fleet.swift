import GRDB
package import Ledger
import LedgerSQLite

/// A ledger with many devices, for what has to be quick with a million of them.
package enum Fleet {
  /// What `token` of the n-th device begins with.
  package static let tokenPrefix = "secret-token-"

  /// What the API answered for the n-th, with its token.
  package static func answer(_ number: Int) -> RawResponse {
    RawResponse(status: 201, body: Array(body.replacing("NUMBER", with: "\(number)").utf8))
  }

  package static func token(_ number: Int) -> String { "\(tokenPrefix)\(number)" }

  private static let body =
    #"{"id":"id-NUMBER","device_credentials":"#
    + #"{"device_id":"id-NUMBER","device_token":"secret-token-NUMBER"}}"#

  /// Fills a new ledger with `count` devices, `d1` and so on, as the run `fleet-run` would have
  /// left them: every hundredth unknown, every other tenth rejected, all others created.
  ///
  /// In a few statements, since one call for each would take a minute.
  package static func fill(_ path: String, count: Int) async throws {
    let ledger = try SQLiteLedger(path: path)
    try await ledger.start(RunRecord(id: RunID("fleet-run"), script: "fleet.lua", scriptDigest: ""))
    try await ledger.close()
    let file = try DatabaseQueue(path: path)
    try await file.write { db in
      try db.execute(sql: Self.devices, arguments: ["count": count, "body": body])
      try db.execute(sql: Self.intents)
      try db.execute(sql: Self.outcomes)
    }
    try file.close()
  }

  /// Changes a ledger behind its back.
  package static func spoil(_ path: String, _ sql: String) throws {
    let file = try DatabaseQueue(path: path)
    try file.write { db in try db.execute(sql: sql) }
    try file.close()
  }

  private static let devices = """
    WITH RECURSIVE fleet (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM fleet WHERE n < :count)
    INSERT INTO device (
      id, base_url, project, key, state, name, request, http_status, response, device_id,
      reason, run_id, sent_order, sent_at, updated_at)
    SELECT n, 'https://api.qubitro.com', 'fleet', 'd' || n,
      CASE WHEN n % 100 = 0 THEN 'unknown' WHEN n % 10 = 0 THEN 'rejected' ELSE 'created' END,
      'd' || n,
      CAST('{"description":"device ' || n || '","name":"d' || n || '","source":"mqtt","tags":[]}'
        AS BLOB),
      iif(n % 10 = 0, NULL, 201), iif(n % 10 = 0, NULL, CAST(replace(:body, 'NUMBER', n) AS BLOB)),
      iif(n % 10 = 0, NULL, 'id-' || n), iif(n % 10 = 0, 'HTTP 504', NULL), 'fleet-run', n,
      strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    FROM fleet
    """

  private static let intents = """
    INSERT INTO transition (id, device, from_state, to_state, reason, run_id, at)
    SELECT id, id, NULL, 'sending', NULL, run_id, sent_at FROM device ORDER BY id
    """

  private static let outcomes = """
    INSERT INTO transition (device, from_state, to_state, reason, run_id, at)
    SELECT id, 'sending', state, reason, run_id, updated_at FROM device ORDER BY id
    """
}
