import Foundation
import LedgerDomain
import LedgerSQLite
import LedgerTesting
import LedgerValues
import Testing

/// A ledger, or a backup, from somebody who wants to harm whoever opens it.
@Suite(.startsPrograms)
struct `A log that somebody made to do harm` {
    private static let commands = [
        ["verify"], ["record", "-"], ["ingest", "-"], ["verify", "--full"], ["verify", "--quick"], ["doctor"],
        ["status"], ["export"], ["history"], ["query", "SELECT data FROM events"], ["checkpoint"], ["backup", "b.db"],
        ["restore", "good.db"],
    ]

    @Test(arguments: [
        """
        ALTER TABLE head RENAME TO h2; CREATE VIEW head AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) \
        SELECT x AS size, 0 AS recorded_time, x'' AS frontier FROM c WHERE x < 0
        """,
        """
        ALTER TABLE events RENAME TO e2; CREATE VIEW events AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 \
        FROM c) SELECT x AS position, 1 AS stream, 1 AS version, 1 AS type, x'' AS id, 0 AS recorded_time, x'' AS leaf, \
        '{}' AS record FROM c WHERE x < 0
        """,
        "UPDATE head SET size = 9223372036854775807, frontier = zeroblob(32 * 63)",
    ])
    func `ends no command by a trap, and is waited for by none`(sql: String) throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("keys", "generate")
        try sandbox.succeed("backup", "good.db")
        let triggers = try sandbox.triggers()
        try sandbox.edit(triggers.map { "DROP TRIGGER \($0);" }.joined() + sql + "; PRAGMA wal_checkpoint(TRUNCATE)")
        let evil = try #require(FileManager.default.contents(atPath: "\(sandbox.ledger)/log.db"))
        try sandbox.file("evil.db", Array(evil))
        let event = Array((Event.stack("more") + "\n").utf8)
        for command in Self.commands {
            for name in ["b.db", ".stackledger/views.db", ".stackledger/views.db-wal", ".stackledger/views.db-shm"] {
                try? FileManager.default.removeItem(atPath: "\(sandbox.path)/\(name)")
            }
            let answer = try sandbox.run(command, input: event)
            #expect([0, 1, 3, 10].contains(answer.status), "\(command): \(answer)")
            if command == ["verify"] { #expect(answer.status == 10, "\(answer)") }
        }
        #expect(try sandbox.run("--ledger", "new", "restore", "evil.db").status == 10)
    }

    @Test func `is not told from one whose machine is short of something`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("status")
        // Without files to open, nothing can be said of the log.
        let answers = try sandbox.shell(
            """
            for files in $(seq 4 24) 512; do
              for depth in "" --full --quick; do
                (ulimit -n $files; exec $SL verify $depth) >out 2>err
                echo "$? $files $(cat err)"
              done
            done
            """
        )
        let lines = answers.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("0 ") } && lines.contains { $0.hasPrefix("1 ") }, "\(lines)")
        for line in lines {
            #expect(!line.hasPrefix("10 ") && !line.contains("damaged"), "\(line)")
        }
    }
}

extension Sandbox {
    fileprivate func triggers() throws -> [String] {
        let connection = try SQLiteConnection(path: "\(ledger)/log.db", mode: .readOnly)
        let rows = try connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        var names: [String] = []
        while try rows.step() { names.append(rows.text(0)) }
        return names
    }
}
