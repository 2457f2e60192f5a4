-- The log of one ledger: version 1.
--
-- Rows are added and never changed. The triggers enforce this on any connection, whatever its settings. REPLACE fires
-- delete triggers only if recursive_triggers is on, so the insert triggers reject rows that would replace others.

CREATE TABLE meta (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    ledger BLOB NOT NULL CHECK (length(ledger) = 16)
) STRICT;

-- Subjects and types are long and repeat, so each is stored once.
CREATE TABLE streams (
    stream INTEGER PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE types (
    type INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- `record` is the canonical line and authoritative; all other columns can be derived from it.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL,
    type INTEGER NOT NULL REFERENCES types DEFERRABLE INITIALLY DEFERRED,
    id BLOB NOT NULL UNIQUE,
    recorded_time INTEGER NOT NULL,
    leaf BLOB NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (stream, version)
) STRICT;

-- The end of the log. `frontier` is the right edge of the Merkle tree, so that the next root needs no re-reading.
CREATE TABLE head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    size INTEGER NOT NULL,
    recorded_time INTEGER,
    frontier BLOB NOT NULL
) STRICT;

-- FAIL instead of ABORT, deferred foreign keys, and no function calls (so no check of a blob's length): otherwise
-- SQLite copies the pages of each insert so that it can undo it. An insert of one row needs no undo.
CREATE TRIGGER events_insert BEFORE INSERT ON events
WHEN NEW.position IS NOT (SELECT ifnull(max(position), 0) + 1 FROM events)
    OR NEW.version IS NOT (SELECT ifnull(max(version), 0) + 1 FROM events WHERE stream = NEW.stream)
    OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN SELECT RAISE(FAIL, 'the log is append-only'); END;

CREATE TRIGGER events_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER events_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER streams_insert BEFORE INSERT ON streams
WHEN EXISTS (SELECT 1 FROM streams WHERE stream = NEW.stream OR subject = NEW.subject)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER streams_update BEFORE UPDATE ON streams
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER streams_delete BEFORE DELETE ON streams
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER types_insert BEFORE INSERT ON types
WHEN EXISTS (SELECT 1 FROM types WHERE type = NEW.type OR name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER types_update BEFORE UPDATE ON types
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER types_delete BEFORE DELETE ON types
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER meta_insert BEFORE INSERT ON meta
WHEN EXISTS (SELECT 1 FROM meta)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER meta_update BEFORE UPDATE ON meta
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER meta_delete BEFORE DELETE ON meta
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER head_insert BEFORE INSERT ON head
WHEN EXISTS (SELECT 1 FROM head)
    OR NEW.size <> 0 OR NEW.recorded_time IS NOT NULL OR NEW.frontier <> x''
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- The head only moves forward, and only to the last event.
CREATE TRIGGER head_update BEFORE UPDATE ON head
WHEN NEW.only <> OLD.only
    OR NEW.size <= OLD.size
    OR NEW.size IS NOT (SELECT max(position) FROM events)
    OR NEW.recorded_time IS NOT (SELECT recorded_time FROM events WHERE position = NEW.size)
    OR NEW.recorded_time < OLD.recorded_time
    OR length(NEW.frontier) = 0 OR length(NEW.frontier) % 32 <> 0
    OR (NEW.size % 2 = 1 AND substr(NEW.frontier, -32) IS NOT (SELECT leaf FROM events WHERE position = NEW.size))
BEGIN SELECT RAISE(ABORT, 'the head says what the events say'); END;

CREATE TRIGGER head_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

INSERT INTO head (only, size, recorded_time, frontier) VALUES (1, 0, NULL, x'');
