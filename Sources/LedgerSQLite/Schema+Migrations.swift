/// What each version of the schema changes; nobody edits a version that has been released.
///
/// SQLite cannot change a CHECK, so a migration that adds a state copies the table. It also keeps
/// the text of each CREATE in the file, so a long line is broken with `\`, which leaves the text as
/// it was.
extension Schema {
  static let migrations = [
    (name: "1", statements: firstTables), (name: "2", statements: digests),
    (name: "3", statements: deletedDevices), (name: "4", statements: settling),
    (name: "5", statements: acceptance), (name: "6", statements: fleets),
  ]

  private static let firstTables = """
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
      state TEXT NOT NULL CHECK (state IN ('sending', 'created', 'rejected', 'unknown', \
    'quarantined')),
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
    """

  private static let digests = """
    ALTER TABLE run ADD COLUMN script_digest TEXT NOT NULL DEFAULT '';
    ALTER TABLE run ADD COLUMN module_digests TEXT NOT NULL DEFAULT '{}';
    """

  private static let deletedDevices = """
    CREATE TABLE device_3 (
      id INTEGER PRIMARY KEY,
      base_url TEXT NOT NULL,
      project TEXT NOT NULL,
      key TEXT NOT NULL,
      state TEXT NOT NULL
        CHECK (state IN ('sending', 'created', 'adopted', 'rejected', 'unknown', 'quarantined', \
    'deleted', 'forgotten')),
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
    CREATE TABLE hold (base_url TEXT PRIMARY KEY NOT NULL, until TEXT NOT NULL) STRICT;
    """

  /// A row's `sent_order` is the number of the transition that began it.
  private static let settling = """
    CREATE TABLE device_4 (
      id INTEGER PRIMARY KEY,
      base_url TEXT NOT NULL,
      project TEXT NOT NULL,
      key TEXT NOT NULL,
      state TEXT NOT NULL
        CHECK (state IN ('sending', 'created', 'adopted', 'rejected', 'unknown', 'quarantined', \
    'deleted', 'forgotten')),
      name TEXT NOT NULL,
      request BLOB NOT NULL,
      marker TEXT,
      http_status INTEGER,
      response BLOB,
      device_id TEXT,
      reason TEXT,
      run_id TEXT NOT NULL REFERENCES run (id),
      sent_order INTEGER NOT NULL,
      sent_at TEXT NOT NULL,
      looks INTEGER NOT NULL DEFAULT 0,
      needs_person INTEGER NOT NULL DEFAULT 0 CHECK (needs_person IN (0, 1)),
      updated_at TEXT NOT NULL,
      UNIQUE (base_url, project, key),
      CHECK (state NOT IN ('created', 'adopted') \
    OR (device_id IS NOT NULL AND response IS NOT NULL))
    ) STRICT;
    INSERT INTO device_4 (
      id, base_url, project, key, state, name, request, http_status, response, device_id, reason, \
    run_id, sent_order, sent_at,
      updated_at)
    SELECT id, base_url, project, key, state, name, request, http_status, response, device_id, \
    reason, run_id,
      ifnull((SELECT max(id) FROM transition WHERE device = device.id AND to_state = 'sending'), 0),
      ifnull((SELECT max(at) FROM transition WHERE device = device.id AND to_state = 'sending'), \
    updated_at),
      updated_at
    FROM device;
    DROP TABLE device;
    ALTER TABLE device_4 RENAME TO device;
    CREATE INDEX device_by_state ON device (state) WHERE state NOT IN ('created', 'adopted');
    CREATE INDEX device_by_id ON device (base_url, project, device_id, state);

    CREATE TABLE project (
      base_url TEXT NOT NULL,
      project TEXT NOT NULL,
      look TEXT NOT NULL CHECK (look IN ('listed', 'waived')),
      looked_at TEXT NOT NULL,
      PRIMARY KEY (base_url, project)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE foreign_device (
      base_url TEXT NOT NULL,
      project TEXT NOT NULL,
      device_id TEXT NOT NULL,
      name TEXT,
      PRIMARY KEY (base_url, project, device_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX foreign_device_by_name ON foreign_device (base_url, project, name) \
    WHERE name IS NOT NULL;

    CREATE TABLE told (
      subject TEXT NOT NULL,
      kind TEXT NOT NULL,
      digest TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (subject, kind)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE run ADD COLUMN command TEXT NOT NULL DEFAULT 'run';
    ALTER TABLE run ADD COLUMN counts TEXT NOT NULL DEFAULT '{}';
    """

  private static let acceptance = """
    ALTER TABLE device ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0
      CHECK (accepted IN (0, 1) AND (accepted = 0 OR state = 'quarantined'));
    """

  /// A device enters the index once it is made, so that an intent costs nothing more.
  private static let fleets = """
    ALTER TABLE run ADD COLUMN subject TEXT NOT NULL DEFAULT '';
    CREATE INDEX run_by_subject ON run (subject, id) WHERE subject <> '';
    CREATE INDEX device_by_run ON device (run_id, state) WHERE state IN ('created', 'adopted');
    """
}
