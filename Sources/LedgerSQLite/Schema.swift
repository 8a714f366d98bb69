import GRDB
import Ledger

/// The tables, and how older files are brought up to date.
enum Schema {
  static func migrate(_ database: DatabaseQueue, path: String) throws {
    try check(database, path: path)
    try migrator.migrate(database)
  }

  /// Refuses a file that a newer version has changed.
  static func check(_ database: DatabaseQueue, path: String) throws {
    guard try database.read(migrator.hasBeenSuperseded) else { return }
    throw LedgerError(
      .newerSchema,
      "the ledger \(path) was written by a newer version of qubitro-host; install that version, or name another ledger")
  }

  static func isPresent(in database: DatabaseQueue) throws -> Bool {
    try database.read { db in try db.tableExists("device") }
  }

  /// SQLite cannot change a CHECK, so the table is copied.
  private static let deviceTableWithMoreStates = """
    CREATE TABLE device_3 (
      id INTEGER PRIMARY KEY,
      base_url TEXT NOT NULL,
      project TEXT NOT NULL,
      key TEXT NOT NULL,
      state TEXT NOT NULL
        CHECK (state IN ('sending', 'created', 'adopted', 'rejected', 'unknown', 'quarantined', 'deleted', 'forgotten')),
      name TEXT NOT NULL,
      request BLOB NOT NULL,
      http_status INTEGER,
      response BLOB,
      device_id TEXT,
      reason TEXT,
      run_id TEXT NOT NULL REFERENCES run (id),
      updated_at TEXT NOT NULL,
      UNIQUE (base_url, project, key),
      CHECK (state <> 'created' OR (device_id IS NOT NULL AND response IS NOT NULL))
    ) STRICT;
    INSERT INTO device_3 SELECT * FROM device;
    DROP TABLE device;
    ALTER TABLE device_3 RENAME TO device;
    CREATE INDEX device_by_state ON device (state) WHERE state <> 'created';
    CREATE INDEX device_by_id ON device (device_id);
    """

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          CREATE TABLE run (
            id TEXT PRIMARY KEY NOT NULL,
            script TEXT NOT NULL,
            arguments TEXT NOT NULL,
            started_at TEXT NOT NULL,
            ended_at TEXT,
            exit_status INTEGER
          ) STRICT;

          CREATE TABLE device (
            id INTEGER PRIMARY KEY,
            base_url TEXT NOT NULL,
            project TEXT NOT NULL,
            key TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('sending', 'created', 'rejected', 'unknown', 'quarantined')),
            name TEXT NOT NULL,
            request BLOB NOT NULL,
            http_status INTEGER,
            response BLOB,
            device_id TEXT,
            reason TEXT,
            run_id TEXT NOT NULL REFERENCES run (id),
            updated_at TEXT NOT NULL,
            UNIQUE (base_url, project, key),
            CHECK (state <> 'created' OR (device_id IS NOT NULL AND response IS NOT NULL))
          ) STRICT;

          CREATE INDEX device_by_state ON device (state) WHERE state <> 'created';

          CREATE TABLE transition (
            id INTEGER PRIMARY KEY,
            device INTEGER NOT NULL REFERENCES device (id),
            from_state TEXT,
            to_state TEXT NOT NULL,
            reason TEXT,
            run_id TEXT NOT NULL,
            at TEXT NOT NULL
          ) STRICT;

          CREATE INDEX transition_by_device ON transition (device);
          """)
    }
    migrator.registerMigration("2") { db in
      try db.execute(
        sql: """
          ALTER TABLE run ADD COLUMN script_digest TEXT NOT NULL DEFAULT '';
          ALTER TABLE run ADD COLUMN module_digests TEXT NOT NULL DEFAULT '{}';
          """)
    }
    migrator.registerMigration("3") { db in
      try db.execute(sql: deviceTableWithMoreStates)
      try db.execute(sql: "CREATE TABLE hold (base_url TEXT PRIMARY KEY NOT NULL, until TEXT NOT NULL) STRICT")
    }
    return migrator
  }
}
