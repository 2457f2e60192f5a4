import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

/// A change to a log behind the program's back, and where it must be detected.
struct Tampering: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The first reported position; nil if no event is affected.
    let position: Int?
    /// The reported fault; nil if it is just not a record.
    let fault: AuditProblem.Fault?
    let act: @Sendable (TamperedLog) throws -> Void

    init(
        _ description: String,
        _ position: Int?,
        _ fault: AuditProblem.Fault?,
        _ act: @escaping @Sendable (TamperedLog) throws -> Void
    ) {
        (testDescription, self.position, self.fault, self.act) = (description, position, fault, act)
    }

    /// Changes the log by SQL, with the triggers dropped and restored.
    init(_ position: Int?, _ fault: AuditProblem.Fault?, _ sql: String) {
        self.init(sql, position, fault) { try $0.edit(sql) }
    }

    private static let change: @Sendable (inout JSONObject) -> Void = { $0["actor"] = "somebody else" }
    /// The node over #145 to #160.
    private static let node = AuditProblem.Fault.node(MerkleNode(level: 4, number: 9))

    static let all = records + columns + rows + tables + heads + schemas

    static let records = [
        Tampering("a record", 150, .leaf) { try $0.change(150, hashed: false, change) },
        Tampering("the first record", 1, .leaf) { try $0.change(1, hashed: false, change) },
        Tampering("the last record", 300, .leaf) { try $0.change(300, hashed: false, change) },
        // Only the tree detects it, with a hash over sixteen events.
        Tampering("a record and its leaf", 145, node) { try $0.change(150, hashed: true, change) },
        Tampering("an id, with its leaf", 150, .column("id")) {
            try $0.change(150, hashed: true) { $0["id"] = "019f0000-0000-7000-8000-000000000001" }
        },
        Tampering("white space", 150, nil) {
            try $0.put(try $0.line(150).replacing(",\"id\"", with: ", \"id\""), at: 150, hashed: true)
        },
        Tampering("an escape", 150, nil) {
            try $0.put(try $0.line(150).replacing("\"1.0\"", with: "\"1\\u002e0\""), at: 150, hashed: true)
        },
        Tampering("the order of members", 150, nil) {
            let line = try $0.line(150)
            let moved = ",\"specversion\":\"1.0\""
            try $0.put(
                "{" + moved.dropFirst() + "," + line.replacing(moved, with: "").dropFirst(),
                at: 150,
                hashed: true
            )
        },
        Tampering("no record at all", 150, .record(.notAnObject)) { try $0.put("[]", at: 150, hashed: true) },
        Tampering("an empty record", 150, nil) { try $0.put("", at: 150, hashed: true) },
        Tampering("a time that goes back, with its leaf and column", 145, .recordedTimeDecreases) {
            try $0.change(150, hashed: true) { $0["recordedtime"] = "2020-01-01T00:00:00.000000Z" }
            try $0.edit("UPDATE events SET recorded_time = 1577836800000000 WHERE position = 150")
        },
    ]

    static let columns = [
        Tampering(150, .missing(next: 151), "UPDATE events SET position = 1000 WHERE position = 150"),
        Tampering(0, .position(expected: 1), "UPDATE events SET position = 0 WHERE position = 150"),
        Tampering(.min, .position(expected: 1), "UPDATE events SET position = -9223372036854775808 WHERE position = 9"),
        Tampering(150, .missing(next: 151), "UPDATE events SET position = 9223372036854775807 WHERE position = 150"),
        Tampering(150, .column("stream"), "UPDATE events SET stream = 9999 WHERE position = 150"),
        Tampering(150, .column("version"), "UPDATE events SET version = version + 1000 WHERE position = 150"),
        Tampering(150, .column("version"), "UPDATE events SET version = 9223372036854775807 WHERE position = 150"),
        Tampering(150, .column("version"), "UPDATE events SET version = -9223372036854775808 WHERE position = 150"),
        Tampering(150, .column("type"), "UPDATE events SET type = 1 + (type = 1) WHERE position = 150"),
        Tampering(150, .column("type"), "UPDATE events SET type = 9999 WHERE position = 150"),
        Tampering(150, .column("id"), "UPDATE events SET id = randomblob(16) WHERE position = 150"),
        Tampering(150, .column("id"), "UPDATE events SET id = x'00' WHERE position = 150"),
        Tampering(
            150,
            .column("recorded_time"),
            "UPDATE events SET recorded_time = recorded_time + 1 WHERE position = 150"
        ),
        Tampering(150, .leaf, "UPDATE events SET leaf = zeroblob(32) WHERE position = 150"),
        Tampering(150, .leaf, "UPDATE events SET leaf = x'' WHERE position = 150"),
    ]

    static let rows = [
        Tampering(150, .missing(next: 151), "DELETE FROM events WHERE position = 150"),
        Tampering(100, .missing(next: 200), "DELETE FROM events WHERE position BETWEEN 100 AND 199"),
        Tampering(1, .missing(next: 2), "DELETE FROM events WHERE position = 1"),
        Tampering(300, .headSize(said: 300, found: 299), "DELETE FROM events WHERE position = 300"),
        Tampering(1, .headSize(said: 300, found: 0), "DELETE FROM events"),
        Tampering("the last, with the head", 300, .acknowledged(size: 300, found: 299)) { try $0.cut(to: 299) },
        Tampering("the tail, with the head", 291, .acknowledged(size: 300, found: 290)) { try $0.cut(to: 290) },
        Tampering("all, with the head", 1, .acknowledged(size: 300, found: 0)) { try $0.cut(to: 0) },
        Tampering("two swapped", 97, .node(MerkleNode(level: 4, number: 6))) {
            try $0.edit(
                """
                UPDATE events SET position = 1000 WHERE position = 100;
                UPDATE events SET position = 100 WHERE position = 150;
                UPDATE events SET position = 150 WHERE position = 1000;
                """
            )
        },
        Tampering("one more at the end", 301, .headSize(said: 300, found: 301)) {
            try $0.edit(
                """
                INSERT INTO events SELECT 301, stream, version + 1, type, randomblob(16), recorded_time, leaf, record
                FROM events WHERE position = 300
                """
            )
        },
        Tampering("one more in the middle", 145, node) { log in
            try log.edit(
                """
                UPDATE events SET position = -position WHERE position >= 150;
                UPDATE events SET position = 1 - position WHERE position < 0;
                INSERT INTO streams VALUES (9999, 'stack/ghost');
                INSERT INTO events SELECT 150, 9999, 1, type, x'019f0000000070008000000000000001', recorded_time, leaf,
                    record FROM events WHERE position = 151;
                """
            )
            try log.change(150, hashed: true) {
                $0["subject"] = "stack/ghost"
                $0["streamversion"] = 1
                $0["id"] = "019f0000-0000-7000-8000-000000000001"
            }
        },
    ]

    static let tables = [
        Tampering(1, .column("stream"), "UPDATE streams SET subject = 'stack/other' WHERE stream = 1"),
        Tampering(1, .column("stream"), "DELETE FROM streams WHERE stream = 1"),
        Tampering(
            nil,
            .name("no event has the stream 'stack/ghost'"),
            "INSERT INTO streams VALUES (99, 'stack/ghost')"
        ),
        Tampering(1, .column("type"), "UPDATE types SET name = 'stack.made.v1' WHERE type = 1"),
        Tampering(1, .column("type"), "DELETE FROM types WHERE type = 1"),
        Tampering(nil, .name("no event has the type 'a.b.v1'"), "INSERT INTO types VALUES (99, 'a.b.v1')"),
        Tampering(
            nil,
            .schema("the table meta has 2 rows instead of one"),
            "PRAGMA ignore_check_constraints = 1; INSERT INTO meta VALUES (2, zeroblob(16))"
        ),
        Tampering(
            nil,
            .schema("the table head has 2 rows instead of one"),
            "PRAGMA ignore_check_constraints = 1; INSERT INTO head VALUES (2, 1, 1, x'')"
        ),
    ]

    static let heads = [
        Tampering(300, .headSize(said: 299, found: 300), "UPDATE head SET size = 299, frontier = zeroblob(160)"),
        Tampering(301, .headSize(said: 302, found: 300), "UPDATE head SET size = 302, frontier = zeroblob(160)"),
        Tampering(nil, .headRow("the head's frontier"), "UPDATE head SET size = -1"),
        Tampering(nil, .headRow("the head's frontier"), "UPDATE head SET frontier = x'00'"),
        Tampering(nil, .headRoot, "UPDATE head SET frontier = zeroblob(128)"),
        Tampering(nil, .headTime, "UPDATE head SET recorded_time = recorded_time + 1"),
        Tampering(nil, .headTime, "UPDATE head SET recorded_time = NULL"),
        Tampering(nil, .headRow("no head"), "DELETE FROM head"),
    ]

    static let schemas = [
        schema("the trigger events_delete is missing", "DROP TRIGGER events_delete"),
        schema(
            "the trigger head_delete was changed",
            "DROP TRIGGER head_delete; CREATE TRIGGER head_delete BEFORE DELETE ON head BEGIN SELECT 1; END"
        ),
        schema("the trigger events was added", "CREATE TRIGGER events AFTER INSERT ON events BEGIN SELECT 1; END"),
        schema("the table notes was added", "CREATE TABLE notes (a)"),
        schema("the table sqliteX was added", "CREATE TABLE sqliteX (a)"),
        schema("the index by_time was added", "CREATE INDEX by_time ON events (recorded_time)"),
        schema("the view v was added", "CREATE VIEW v AS SELECT * FROM events"),
        schema("the table sqlite_stat1 was added", "ANALYZE"),
    ]

    private static func schema(_ what: String, _ sql: String) -> Tampering {
        Tampering(sql, nil, .schema(what)) { try $0.execute(sql) }
    }
}
