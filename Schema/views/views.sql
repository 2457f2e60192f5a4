-- The read model of one ledger: every table can be deleted and is rebuilt from the log.
-- The columns are described in the .md files in this folder.
--
-- A temporal table keeps every version of a row: valid_from is the position of the event that began the version,
-- valid_to that of the event that ended it, NULL for the current version. Versions are written when they end. The
-- indexes serve the projection's lookups by key, and frequent queries.

CREATE TABLE meta (
    singleton   INTEGER PRIMARY KEY CHECK (singleton = 1),
    ledger      TEXT NOT NULL,
    definition  TEXT NOT NULL,
    position    INTEGER NOT NULL,
    last_leaf   TEXT,
    root        TEXT
) STRICT;

-- The log's Merkle tree (RFC 6962): perfect subtrees of 2^level leaves, for every fourth level. `number` counts the
-- subtrees of a level from the left, from 0.
CREATE TABLE tree_nodes (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE stacks (
    stack TEXT NOT NULL,
    architecture TEXT,
    repository_provider TEXT,
    repository_url TEXT,
    repository_branch TEXT,
    account TEXT,
    region TEXT,
    description TEXT,
    created_at TEXT,
    created_by TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE stages (
    stack TEXT NOT NULL,
    stage TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    account TEXT,
    region TEXT,
    kind TEXT,
    cluster TEXT,
    service TEXT,
    family TEXT,
    container TEXT,
    function TEXT,
    approval TEXT,
    settings TEXT NOT NULL,
    lock_reason TEXT,
    locked_by TEXT,
    locked_at TEXT,
    lock_expires TEXT,
    lock_allows TEXT,
    added_at TEXT,
    added_by TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE deployments (
    deployment TEXT NOT NULL,
    stack TEXT NOT NULL,
    stage TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT,
    revision TEXT,
    image TEXT,
    container_images TEXT,
    "commit" TEXT,
    aws_deployment TEXT,
    from_stage TEXT,
    from_version INTEGER,
    original_version INTEGER,
    target TEXT,
    reason TEXT,
    code TEXT,
    message TEXT,
    mark TEXT,
    mark_reason TEXT,
    marked_at TEXT,
    marked_by TEXT,
    requested_at TEXT NOT NULL,
    requested_by TEXT,
    approved_at TEXT,
    approved_by TEXT,
    self_approved INTEGER,
    started_at TEXT,
    ended_at TEXT,
    superseded_by INTEGER,
    rolled_back_to INTEGER,
    idempotency_key TEXT,
    correlation_id TEXT,
    cause TEXT,
    caused_at TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE marks (
    stack TEXT NOT NULL,
    stage TEXT NOT NULL,
    version INTEGER NOT NULL,
    mark TEXT NOT NULL,
    reason TEXT,
    marked_at TEXT NOT NULL,
    marked_by TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE runs (
    stack TEXT NOT NULL,
    stage TEXT NOT NULL,
    version INTEGER NOT NULL,
    deployment TEXT NOT NULL,
    revision TEXT,
    image TEXT,
    container_images TEXT,
    "from" TEXT NOT NULL,
    "to" TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

-- When stages were removed; ends the runs that late facts add.
CREATE TABLE stage_ends (
    stack TEXT NOT NULL,
    stage TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (stack, stage, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE revisions (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    family TEXT NOT NULL,
    number INTEGER,
    revision TEXT NOT NULL,
    arn TEXT,
    status TEXT NOT NULL,
    fingerprint TEXT,
    content TEXT,
    registered_at TEXT,
    registered_by TEXT,
    deregistered_at TEXT,
    registered_position INTEGER,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE containers (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    revision TEXT NOT NULL,
    container TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    image TEXT,
    digest TEXT,
    tag TEXT,
    cpu INTEGER,
    memory INTEGER,
    memory_reservation INTEGER,
    essential INTEGER NOT NULL,
    environment TEXT NOT NULL,
    secrets TEXT NOT NULL,
    ports TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE images (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    repository TEXT NOT NULL,
    digest TEXT NOT NULL,
    image TEXT NOT NULL,
    size INTEGER,
    "commit" TEXT,
    status TEXT NOT NULL,
    pushed_at TEXT,
    pushed_by TEXT,
    deleted_at TEXT,
    deleted_why TEXT,
    scan_status TEXT,
    scan_findings TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

-- When images (with an empty tag) and tags of them were deleted; earlier pushes that are recorded later change nothing.
CREATE TABLE image_ends (
    digest TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    repository TEXT NOT NULL,
    tag TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (digest, account, region, repository, tag, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE image_tags (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    repository TEXT NOT NULL,
    tag TEXT NOT NULL,
    digest TEXT NOT NULL,
    tagged_at TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE actions (
    action TEXT NOT NULL,
    deployment TEXT NOT NULL,
    stack TEXT NOT NULL,
    stage TEXT NOT NULL,
    version INTEGER,
    service TEXT NOT NULL,
    operation TEXT NOT NULL,
    class TEXT,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    token TEXT,
    verdict TEXT,
    intended_at TEXT NOT NULL,
    ended_at TEXT,
    request_id TEXT,
    code TEXT,
    message TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE attempts (
    action TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    epoch INTEGER,
    worker TEXT,
    attempted_at TEXT NOT NULL,
    outcome TEXT,
    answered_at TEXT,
    request_id TEXT,
    code TEXT,
    message TEXT,
    retryable INTEGER,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    PRIMARY KEY (action, attempt, valid_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE builds (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    pipeline TEXT NOT NULL,
    execution TEXT NOT NULL,
    status TEXT NOT NULL,
    "commit" TEXT,
    commits TEXT,
    image TEXT,
    phase TEXT,
    message TEXT,
    log TEXT,
    failed_at TEXT,
    started_at TEXT,
    ended_at TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE drifts (
    stack TEXT NOT NULL,
    stage TEXT NOT NULL,
    expected TEXT,
    observed TEXT,
    principal TEXT,
    detected_at TEXT NOT NULL,
    cleared_at TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

CREATE TABLE calls (
    call TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    service TEXT NOT NULL,
    operation TEXT NOT NULL,
    principal TEXT NOT NULL,
    principal_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    address TEXT,
    agent TEXT,
    request_id TEXT,
    event TEXT NOT NULL,
    request TEXT NOT NULL,
    response TEXT,
    hidden TEXT,
    code TEXT,
    message TEXT,
    cluster TEXT,
    ecs_service TEXT,
    family TEXT,
    function TEXT,
    registry TEXT,
    repository TEXT,
    pipeline TEXT,
    aws_deployment TEXT,
    action TEXT,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
) STRICT;

-- The calls by their request ids; an attempt that is recorded later may have made one.
CREATE TABLE call_requests (
    request TEXT NOT NULL,
    call TEXT NOT NULL,
    PRIMARY KEY (request, call)
) STRICT, WITHOUT ROWID;

CREATE TABLE unreadable (
    position INTEGER PRIMARY KEY,
    type TEXT,
    reason TEXT NOT NULL
) STRICT;

-- Texts shared by many events: subjects, types, sources and actors.
CREATE TABLE names (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- One row per event. Times are microseconds since 1970; recorded_lag is recorded time minus time; correlation and
-- causation are NULL if they are the event's own id.
CREATE TABLE event_rows (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    type INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    stream_version INTEGER NOT NULL,
    time INTEGER NOT NULL,
    recorded_lag INTEGER NOT NULL,
    source INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    recorded_by INTEGER,
    correlation BLOB,
    causation BLOB
) STRICT;

CREATE VIEW events AS
SELECT
    e.position AS position,
    lower(hex(substr(e.id, 1, 4)) || '-' || hex(substr(e.id, 5, 2)) || '-' || hex(substr(e.id, 7, 2)) || '-'
        || hex(substr(e.id, 9, 2)) || '-' || hex(substr(e.id, 11))) AS id,
    (SELECT name FROM names WHERE number = e.type) AS type,
    (SELECT name FROM names WHERE number = e.subject) AS subject,
    e.stream_version AS stream_version,
    strftime('%Y-%m-%dT%H:%M:%S', (e.time - ((e.time % 1000000) + 1000000) % 1000000) / 1000000, 'unixepoch')
        || printf('.%06dZ', ((e.time % 1000000) + 1000000) % 1000000) AS time,
    strftime(
        '%Y-%m-%dT%H:%M:%S',
        (e.time + e.recorded_lag - (((e.time + e.recorded_lag) % 1000000) + 1000000) % 1000000) / 1000000, 'unixepoch'
    ) || printf('.%06dZ', (((e.time + e.recorded_lag) % 1000000) + 1000000) % 1000000) AS recorded_time,
    (SELECT name FROM names WHERE number = e.source) AS source,
    (SELECT name FROM names WHERE number = e.actor) AS actor,
    (SELECT name FROM names WHERE number = e.recorded_by) AS recorded_by,
    lower(hex(substr(coalesce(e.correlation, e.id), 1, 4)) || '-' || hex(substr(coalesce(e.correlation, e.id), 5, 2))
        || '-' || hex(substr(coalesce(e.correlation, e.id), 7, 2)) || '-'
        || hex(substr(coalesce(e.correlation, e.id), 9, 2)) || '-'
        || hex(substr(coalesce(e.correlation, e.id), 11))) AS correlation_id,
    lower(hex(substr(coalesce(e.causation, e.id), 1, 4)) || '-' || hex(substr(coalesce(e.causation, e.id), 5, 2))
        || '-' || hex(substr(coalesce(e.causation, e.id), 7, 2)) || '-'
        || hex(substr(coalesce(e.causation, e.id), 9, 2)) || '-'
        || hex(substr(coalesce(e.causation, e.id), 11))) AS causation_id
FROM event_rows AS e;
