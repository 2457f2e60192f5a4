import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `A query` {
    private static let refused = [
        "DELETE FROM stacks", "INSERT INTO main.stacks DEFAULT VALUES", "UPDATE events SET type = 'x'",
        "DROP TABLE main.stages",
        "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)", "ATTACH 'x' AS y", "DETACH log",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA user_version", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE main.stages", "VACUUM", "VACUUM INTO 'x.db'",
        "BEGIN",
        "REINDEX", "ANALYZE", "SELECT load_extension('x')", "SELECT writefile('x', 'y')",
        "SELECT readfile('/etc/passwd')",
        "SELECT * FROM pragma_database_list", "SELECT edit('x')", "", " ", ";", "SELEC", "SELECT * FROM nope",
        "SELECT 'x",
        "WITH x AS (SELECT 1) DELETE FROM main.stages", "REPLACE INTO log.events VALUES (1)", "SELECT :missing",
        "SELECT fts3_tokenizer('x')",
    ]

    @Test(arguments: refused)
    func `that is no single reading statement is refused`(sql: String) throws {
        let sandbox = try Story.sandbox
        try sandbox.refuse(["query", "--", sql], with: 64)
        #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.path) == [".stackledger"])
    }

    @Test func `has limits of time and rows`() throws {
        let sandbox = try Story.sandbox
        let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT "
        try sandbox.refuse(["query", "\(endless) count(*) FROM n", "--time-limit", "1"], with: 1, "--time-limit")
        let answer = try sandbox.run("query", "\(endless) x FROM n", "--row-limit", "3", "-o", "jsonl")
        #expect(answer.lines == ["{\"x\":1}", "{\"x\":2}", "{\"x\":3}"])
        #expect(answer.error.contains("--row-limit"))
        try sandbox.refuse(["query", "SELECT 1", "--row-limit", "0"], with: 64)
    }

    /// SQLite does not look at the time within a function; this one takes many seconds.
    @Test(arguments: ["table", "json"])
    func `has a limit of time within a function too`(format: String) throws {
        let sandbox = try Story.sandbox
        let long = "printf('%.*c', 1000000, 'a')"
        let sql = "SELECT instr(\(long), printf('%.*c', 500000, 'a') || 'b') FROM (VALUES (1), (2), (3), (4))"
        let answer = try sandbox.run("query", sql, "--time-limit", "1", "-o", format)
        #expect(answer.status == 1 && answer.error.contains("--time-limit"), "\(answer.error)")
        #expect(answer.error.hasPrefix(format == "json" ? "{" : "error: "))
        try sandbox.refuse(["query", "SELECT zeroblob(2000000)"], with: 64, "too big")
    }

    @Test func `gives its rows as they come, in every format for programs`() throws {
        let sandbox = try Story.sandbox
        let endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
        for (format, lines) in [("jsonl", ["{\"x\":1}"]), ("csv", ["x", "1"]), ("json", ["[", "{\"x\":1},"])] {
            let head = "| head -n \(lines.count)"
            let answer = try sandbox.shell("$SL query '\(endless)' --row-limit 1000000000 -o \(format) \(head)")
            #expect(answer.lines == lines)
        }
        let none = "SELECT 1 AS x WHERE 0"
        for (format, text) in [("jsonl", ""), ("csv", "x\n"), ("json", "[]\n")] {
            #expect(try sandbox.run("query", none, "-o", format).output == text)
        }
        #expect(try sandbox.run("query", "VALUES (1), (2)", "-o", "csv").output == "column1\n1\n2\n")
        #expect(
            try sandbox.run("query", "SELECT 1 AS x UNION SELECT 2", "-o", "json").output
                == "[\n{\"x\":1},\n{\"x\":2}\n]\n"
        )
    }

    @Test(arguments: ["json", "jsonl"])
    func `is answered in JSON whatever a text has in it`(format: String) throws {
        let hidden = "\u{1B}[2K\u{202E}\u{9B}"
        let sql = "SELECT char(0x1B) || '[2K' || char(0x202E, 0x9B) AS x"
        let output = try Story.sandbox.succeed("query", sql, "-o", format).output
        let row: JSONValue = ["x": .string(hidden)]
        #expect(try JSONReader.value(Array(output.utf8)) == (format == "json" ? .array([row]) : row), "\(output)")
        #expect(output.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }, "\(output)")
    }

    @Test func `takes parameters`() throws {
        let sandbox = try Story.sandbox
        let answer = try sandbox.run(
            "query",
            "SELECT :a AS a, :b AS b, typeof(:b) AS t",
            "--param",
            "a=x=y",
            "--param",
            "b=7",
            "-o",
            "csv"
        )
        #expect(answer.output == "a,b,t\nx=y,7,integer\n")
        for parameters in [["--param", "a=1", "--param", "c=2"], ["--param", "a"], ["--param", "=1"], []] {
            try sandbox.refuse(["query", "SELECT :a"] + parameters, with: 64)
        }
    }

    @Test func `joins the views with the log`() throws {
        let sql =
            "SELECT d.version, data->>'reason' AS reason FROM events e JOIN deployments d ON d.correlation_id = e.correlation_id WHERE e.type = 'deployment.requested.v1' AND reason IS NOT NULL ORDER BY 1"
        let answer = try Story.sandbox.run("query", sql, "-o", "csv")
        #expect(answer.output == "version,reason\n1,first\n3,B loses baskets\n", "\(answer.error)")
    }

    @Test func `is told the tables and their columns`() throws {
        let tables = try Story.sandbox.column("table", of: "query", "--tables").compactMap(\.string)
        let promised = [
            "stacks", "stages", "deployments", "runs", "revisions", "containers", "images", "image_tags", "actions",
            "attempts", "builds", "drifts", "calls", "call_stages", "events", "rollback_targets", "unreadable",
        ]
        #expect(Set(tables).isSuperset(of: promised))
        for table in promised {
            let columns = try Story.sandbox.column("column", of: "query", "--schema", table)
            let all = try Story.sandbox.run("query", "SELECT * FROM \(table) LIMIT 0", "-o", "csv").lines.first
            #expect(!columns.isEmpty && all != nil, "\(table)")
        }
    }
}

@Suite(.startsPrograms)
struct `Events` {
    private static let filters: [([String], Int)] = [
        ([], 18), (["-n", "3"], 3), (["--after", "15"], 3), (["stage/shop/prod"], 13), (["stage/shop"], 13),
        (["stage"], 13), (["stage/sho"], 0),
        (["--type", "deployment.succeeded.v1"], 3), (["--type", "deployment.succeeded"], 3),
        (["--type", "deployment"], 11), (["--type", "deploy"], 0),
        (["--since", "2026-11-04"], 3), (["--until", "2026-11-01T08:30:00Z"], 2), (["--at", "#5"], 5), (["nope"], 0),
    ]

    @Test(arguments: filters.indices)
    func `are what a filter lets through`(row: Int) throws {
        let (filter, count) = Self.filters[row]
        let answer = try Story.sandbox.run(["events", "-o", "jsonl"] + filter)
        #expect(answer.lines.count == count, "\(filter): \(answer.error)")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `are followed until somebody interrupts`(signal: Int32) throws {
        let sandbox = try Sandbox.withShop()
        let following = try sandbox.start(["events", "-f", "-o", "jsonl"])
        try wait { following.output.split(separator: "\n").count == 4 }
        try sandbox.succeed("stack", "create", "other")
        try wait { following.output.contains("stack/other") }
        following.signal(signal)
        let answer = following.answer(within: 5)
        #expect(answer.status == 128 + signal && answer.lines.count == 5 && answer.error == "", "\(answer)")
    }

    private func wait(for condition: () -> Bool) throws {
        for _ in 0..<400 where !condition() { usleep(20_000) }
        try #require(condition())
    }
}
