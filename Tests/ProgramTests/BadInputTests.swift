import Foundation
import LedgerDomain
import LedgerSQLite
import LedgerTesting
import LedgerLog
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `A bad command` {
    /// Commands on the ledger of ``Sandbox/withShop()`` that cannot be carried out, and how each ends.
    private static let table: [([String], Int32)] = [
        (["history", "nope"], 3), (["history", "nope/prod"], 3), (["status", "nope"], 3), (["status", "shop/nope"], 3),
        (["stages", "nope"], 3), (["targets", "shop/nope"], 3), (["blame", "shop/dev"], 3),
        (["show", "shop/dev@v9"], 3),
        (["show", "#999"], 3), (["show", "#0"], 64), (["show", "nope:42"], 3), (["show", "sha256:ffff"], 3),
        (["show", "0000000"], 3), (["show", "01a1fe61-a282-77da-9a22-22ce14b37f4b"], 3), (["show", "shop"], 64),
        (["show", "shop/dev~x"], 64), (["show", "shop/dev@"], 64), (["show", ""], 64), (["trace", "#999"], 3),
        (["actions", "nope"], 3), (["actions", "shop/dev@v1"], 3), (["record", "/nope"], 3), (["record", "."], 64),
        (["replay", "/nope"], 3), (["ingest", "/nope"], 3), (["ingest", "--claim", "shop/nope"], 3), (["ingest"], 64),
        (["stage", "add", "nope/x", "--cluster", "c", "--service", "s"], 64), (["stage", "add", "shop"], 64),
        (["stage", "add", "nope/x", "--account", "123456789012", "--region", "r", "--function", "f"], 3),
        (["stage", "add", "shop/dev", "--account", "123456789012", "--region", "r", "--function", "f"], 5),
        (["stage", "add", "shop/x", "--account", "123456789012", "--region", "r"], 64),
        (["stage", "add", "shop/latest", "--account", "123456789012", "--region", "r", "--function", "f"], 64),
        (["stage", "add", "shop/abc1234", "--account", "123456789012", "--region", "r", "--function", "f"], 64),
        (["stage", "add", "shop/x", "--account", "prod", "--region", "r", "--function", "f"], 64),
        (["stage", "lock", "shop/dev"], 64), (["stage", "lock", "shop/dev", "-m", ""], 64),
        (["stage", "lock", "shop/dev", "-m", "x", "--expires", "2001-01-01"], 64),
        (["stage", "lock", "shop/dev", "-m", "x", "--expires", "soon"], 64),
        (["stage", "lock", "shop/no", "-m", "x"], 3),
        (["stage", "unlock", "shop/dev"], 4), (["stage", "change", "shop/dev"], 64), (["stage", "remove", "a/b"], 3),
        (["stage", "change", "shop/dev", "--account", ""], 64), (["stage", "change", "shop/dev", "--cluster", ""], 64),
        (["stage", "change", "shop/dev", "--function", ""], 64),
        (["stage", "change", "shop/dev", "--region", "É"], 64),
        (["stage", "change", "shop/dev", "--setting", "x"], 64),
        (["stage", "change", "shop/dev", "--setting", "=x"], 64),
        (["stack", "create", "shop"], 5), (["stack", "delete", "shop"], 4), (["stack", "delete", "nope"], 3),
        (["stack", "change", "shop"], 64), (["stack", "change", "nope", "--account", ""], 3),
        (["stack", "create", "x", "--branch", "main"], 64), (["stack", "create", "x", "--actor", ""], 64),
        (["stack", "create", "x", "--architecture", "monolith"], 64), (["stack", "create", "x", "--account", "1"], 64),
        (["status", "--at", "garbage"], 64), (["status", "--at", "#99"], 3), (["status", "--at", "#x"], 64),
        (["status", "--at", "2026-02-30"], 64), (["status", "--at", "shop/dev@v1"], 3), (["status", "--as-known"], 64),
        (["status", "--at", "nope/dev@v1"], 3), (["status", "--at", ""], 64), (["status", "--at", "-1 hours ago"], 64),
        (["status", "--at", String(repeating: "31536000000 years ", count: 12) + "ago"], 64),
        (["status", "--at", "99999999999999999999 days ago"], 64), (["events", "-f", "--at", "#1"], 64),
        (["history", "-n", "-1"], 64), (["history", "--outcome", "nice"], 64), (["history", "--kind", "x"], 64),
        (["history", "--since", "x"], 64), (["export", "--from", "0"], 64),
        (["export", "--from", "3", "--to", "2"], 64),
        (["diff", "shop/dev", "shop/prod"], 2), (["diff", "shop/dev@v1", "nope:1"], 2), (["diff", "?", "!"], 2),
        (["frobnicate"], 64), (["history", "--frobnicate"], 64), (["record"], 64), (["stack", "create"], 64),
        (["completions", "tcsh"], 64), (["replay", "--root", "xyz", "/dev/null"], 64), (["query"], 64),
        (["query", "SELECT 1", "--tables"], 64), (["query", "--schema", "nope"], 3),
    ]

    @Test(arguments: table.indices)
    func `ends with one line, its exit code and nothing changed`(row: Int) throws {
        let (arguments, status) = Self.table[row]
        let sandbox = try Shared.shop
        try sandbox.refuse(arguments, with: status)
    }

    @Test(arguments: stride(from: 0, to: table.count, by: 4).map { $0 })
    func `is an object on standard error where JSON is asked for`(row: Int) throws {
        let (arguments, status) = Self.table[row]
        let answer = try Shared.shop.run(arguments, environment: ["STACKLEDGER_OUTPUT": "json"])
        #expect(answer.status == status && answer.output == "")
        let error = try JSONReader.value(Array(answer.error.utf8))
        #expect(error["error"]?.string?.isEmpty == false)
        #expect(error["code"]?.string?.allSatisfy(\.isLetter) == true)
        #expect(error["hint"]?.string?.isEmpty == false)
        #expect(error["exit"]?.integer == Int64(status))
        #expect(answer.errorLines.count == 1)
    }

    @Test(arguments: [["-o", "json"], ["--json"], ["--output=json"], ["-o", "jsonl"]])
    func `is told as JSON for each way to ask for it`(options: [String]) throws {
        let answer = try Shared.shop.run(["status", "nope"] + options)
        #expect(answer.status == 3 && answer.error.hasPrefix("{"))
    }

    @Test func `points to the help of the command that it is`() throws {
        let sandbox = try Shared.shop
        try sandbox.refuse(["history", "shop", "--bogus"], with: 64, "'stackledger history --help'")
        try sandbox.refuse(["stage", "add", "shop", "--bogus"], with: 64, "'stackledger stage add --help'")
        try sandbox.refuse(["bogus"], with: 64, "'stackledger --help'")
    }

    private static let names = [
        "", "a'b", "a\"b", "\u{1F600}", "a\u{202E}b", "\u{200F}", "a;rm -rf /", "$(id)", "`id`", "a b", "a\nb", "a\tb",
        "abcdefghijklmnopqrstu", "a/b", ".a", "_a", "é", "a\u{301}", "１", "a\\b", "a*", "a:b", "a@b", "a%b",
        "\u{1B}[31m",
    ]

    @Test(arguments: names)
    func `does not take every name`(name: String) throws {
        let sandbox = try Shared.shop
        try sandbox.refuse(["stack", "create", "--", name], with: 64)
        let events = [Event.stack(name)]
        if !name.isEmpty { try sandbox.refuse(record: events, with: 64, "line 1") }
    }

    @Test func `takes the longest name, and none that is longer`() throws {
        let sandbox = try Sandbox.withLedger()
        try sandbox.succeed("stack", "create", "abcdefghijklmnopqrst")
        #expect(try sandbox.checkedSize() == 1)
    }
}

/// Ledgers that many tests ask and none changes.
enum Shared {
    static var shop: Sandbox { get throws { try shopResult.get() } }
    private static let shopResult = Result { try Sandbox.withShop() }
}

@Suite(.startsPrograms)
struct `Bad lines for record` {
    private static func line(_ members: String) -> String {
        "{\"type\":\"stack.created\",\"data\":{\"stack\":\"new\",\"architecture\":\"container\"\(members)}}"
    }

    private static let lines: [(String, Int32)] = [
        ("{\"type\":\"stack.created\"", 64), ("[]", 64), ("1", 64), ("null", 64), ("\"x\"", 64), ("{}", 64),
        ("{} {}", 64),
        ("not json", 64), ("{\"type\":5,\"data\":{}}", 64), ("{\"type\":\"nope\",\"data\":{}}", 64),
        ("{\"type\":\"stack.created\",\"data\":[]}", 64), ("{\"type\":\"stack.created\",\"data\":{}}", 64),
        ("{\"type\":\"stack.created.v2\",\"data\":{\"stack\":\"new\",\"architecture\":\"container\"}}", 64),
        ("{\"type\":\"stack.created\",\"who\":1,\"data\":{\"stack\":\"new\",\"architecture\":\"container\"}}", 64),
        (line(",\"x\":1.5"), 64), (line(",\"x\":1e3"), 64), (line(",\"x\":9007199254740992"), 64),
        (line(",\"x\":-0.0"), 64),
        (line(",\"x\":1,\"x\":2"), 64), (line(",\"stack\":\"b\""), 64), (line(",\"x\":\"\\ud800\""), 64),
        (line(",\"x\":01"), 64),
        (line(",\"x\":\(String(repeating: "[", count: 65))\(String(repeating: "]", count: 65))"), 64),
        (line(",\"x\":\"\(String(repeating: "x", count: 300_000))\""), 64),
        (line(",\"x\":\"\(String(repeating: "x", count: 2_000_000))\""), 64), (line(",\"account\":5"), 64),
        (
            "{\"type\":\"stack.created\",\"time\":\"yesterday\",\"data\":{\"stack\":\"new\",\"architecture\":\"container\"}}",
            64
        ),
        ("{\"type\":\"stack.created\",\"actor\":\"\",\"data\":{\"stack\":\"new\",\"architecture\":\"container\"}}", 64),
        (
            "{\"type\":\"stack.created\",\"subject\":\"stack/x\",\"data\":{\"stack\":\"new\",\"architecture\":\"container\"}}",
            64
        ),
        (Event.deployment("succeeded", "shop/dev"), 3), (Event.deployment("succeeded", "shop/nope"), 3),
        (Event.deployment("succeeded", "shop/dev", ["version": 9]), 3), (Event.deployment("succeeded", "nope/dev"), 3),
        (Event.request("shop/dev", ["version": 7]), 5), (Event.request("shop/dev", kind: "jump"), 64),
        (Event.request("shop/dev", ["image": "shop:latest"]), 64), (Event.request("shop/dev", ["revision": "one"]), 64),
        (Event.line("stage.changed", "stage/shop/dev", ["container": "x"]), 64),
        (Event.line("stage.changed", "stage/shop/dev", ["account": 5]), 64),
        (Event.line("stack.changed", "stack/shop", ["description": 5]), 64),
        (Event.stage("shop/dev"), 5), (Event.stage("shop/qa", after: "nope"), 3), (Event.stack("shop"), 5),
        (Event.line("stack.deleted", "stack/shop"), 4), (Event.line("stage.unlocked", "stage/shop/dev"), 4),
    ]

    @Test(arguments: lines.indices)
    func `are told by their number, and nothing of their batch is written`(row: Int) throws {
        let (line, status) = Self.lines[row]
        let sandbox = try Shared.shop
        try sandbox.refuse(record: [Event.stack("fine"), "", line, Event.stack("late")], with: status, "line 3")
    }

    @Test func `are those with a byte order mark or invalid UTF-8`() throws {
        let sandbox = try Shared.shop
        let good = Array(Event.stack("fine").utf8)
        try sandbox.refuse(["record", "-"], input: [0xEF, 0xBB, 0xBF] + good, with: 64, "line 1")
        let bad = Array("{\"type\":\"stack.created\",\"data\":{\"stack\":\"b".utf8) + [0xFF] + Array("\"}}".utf8)
        try sandbox.refuse(["record", "-"], input: good + [0x0A] + bad, with: 64, "line 2")
        try sandbox.refuse(["record", "-"], input: good + [0x0A, 0x00], with: 64, "line 2")
    }

    @Test func `are not those that end as Windows' do, and a last one may have no end`() throws {
        let sandbox = try Sandbox.withLedger()
        let input = Array("\(Event.stack("a"))\r\n\r\n\(Event.stack("b"))".utf8)
        #expect(try sandbox.run(["record", "-"], input: input).status == 0)
        #expect(try sandbox.checkedSize() == 2)
    }

    @Test func `are none where there is no line`() throws {
        let sandbox = try Shared.shop
        #expect(
            try sandbox.run("record", "/dev/null")
                == Answer(status: 0, bytes: Array("Recorded no events.\n".utf8), error: "")
        )
    }
}
