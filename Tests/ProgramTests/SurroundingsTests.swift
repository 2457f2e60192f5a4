import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `A ledger in hostile surroundings` {
    private static let canBeNobody = getuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
    private static let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups"

    @Test(.enabled(if: canBeNobody, "being somebody else takes root and setpriv"))
    func `of somebody else is told in one line`() throws {
        let sandbox = try Sandbox.withShop()
        chmod(sandbox.path, 0o755)
        for command in ["status", "export", "stack create x", "replay /dev/null", "events"] {
            let before = try sandbox.allBytes()
            let answer = try sandbox.shell("\(Self.nobody) $SL \(command)")
            #expect(answer.status == 1 || answer.status == 3, "\(command): \(answer)")
            #expect(answer.error.isErrorLine && answer.output == "", "\(command): \(answer)")
            #expect(try sandbox.allBytes() == before)
        }
    }

    @Test(.enabled(if: canBeNobody, "being somebody else takes root and setpriv"))
    func `that may be read but not written answers, or says why not`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("status")
        #expect(try sandbox.shell("chmod 755 . && chmod -R a+rX .stackledger && chmod a-w .stackledger").status == 0)
        let export = try sandbox.shell("\(Self.nobody) $SL export")
        #expect(export.status == 0 && export.lines.count == 4 || export.error.isErrorLine, "\(export)")
        for command in ["status", "stack create x", "record /dev/null"] {
            let answer = try sandbox.shell("\(Self.nobody) $SL \(command)")
            #expect(answer.status == 0 || answer.status == 1 && answer.error.isErrorLine, "\(command): \(answer)")
        }
        #expect(try sandbox.log().head().size == 4)
    }

    @Test(.enabled(if: canBeNobody, "mounting takes root"))
    func `on a full disk takes nothing, and goes on when there is room`() throws {
        let sandbox = try Sandbox()
        let mounted = try sandbox.shell("mkdir disk && mount -t tmpfs -o size=5m tmpfs disk")
        guard mounted.status == 0 else { return }
        defer { _ = try? sandbox.shell("umount -l disk") }
        try sandbox.succeed("init", "disk/ledger")
        _ = try sandbox.shell("dd if=/dev/zero of=disk/ballast bs=1024 count=3072")
        let text = String(repeating: "x", count: 20_000)
        var count = 0
        var last = Answer(status: 0, bytes: [], error: "")
        while last.status == 0, count < 100 {
            let event = Event.line(
                "stack.created",
                nil,
                ["stack": .string("s\(count)"), "architecture": "container", "description": .string(text)]
            )
            last = try sandbox.run(["record", "-", "--ledger", "disk/ledger"], input: Array(event.utf8))
            count += last.status == 0 ? 1 : 0
        }
        #expect(last.status == 1 && last.error.isErrorLine && last.error.contains("disk is full"), "\(last)")
        #expect(try SQLiteEventLog.openForReading(at: "\(sandbox.path)/disk/ledger").head().size == count)
        _ = try sandbox.shell("rm disk/ballast")
        try sandbox.succeed("stack", "create", "after", "--ledger", "disk/ledger")
        let stacks = try sandbox.run("stacks", "-o", "jsonl", "--ledger", "disk/ledger")
        #expect(stacks.lines.count == count + 1, "\(stacks.error)")
    }

    @Test func `serves two writers at once`() throws {
        let sandbox = try Sandbox.withShop()
        let loops = (1...2).map { writer in
            "(for i in 1 2 3 4 5 6 7 8; do $SL stack create w\(writer)-$i || exit 9; done) & p\(writer)=$!"
        }
        let answer = try sandbox.shell("\(loops.joined(separator: "; ")); wait $p1 && wait $p2")
        #expect(answer.status == 0 && answer.error == "", "\(answer)")
        #expect(try sandbox.checkedSize() == 20)
        #expect(try sandbox.json("stacks").array?.count == 17)
    }

    @Test func `gives one of two who begin a deployment at once the stage`() throws {
        let sandbox = try Sandbox.withShop()
        let path = try sandbox.file("x.jsonl", Array(Event.request("shop/dev", image: "one").utf8))
        let answer = try sandbox.shell("$SL record \(path) & p=$!; $SL record \(path); a=$?; wait $p; echo $a $?")
        #expect(["0 5", "5 0"].contains(answer.lines.last ?? ""), "\(answer)")
        #expect(try sandbox.checkedSize() == 5)
    }
}

@Suite(.startsPrograms)
struct `A process that is killed` {
    private static let rounds = Thoroughness.rounds(6, full: 24)

    /// All tables, as a fold of the log and as they stand.
    private func tables(_ sandbox: Sandbox) throws -> [String: [String]] {
        let names = try sandbox.column("table", of: "query", "--tables").compactMap(\.string)
        return try names.reduce(into: [:]) { tables, name in
            let rows = try sandbox.succeed("query", "SELECT * FROM \(name)", "--row-limit", "1000000", "-o", "jsonl")
            tables[name] = rows.lines.sorted()
        }
    }

    private func expectViewsToBeAFold(_ sandbox: Sandbox, seed: UInt64) throws {
        let standing = try tables(sandbox)
        for name in ["views.db", "views.db-wal", "views.db-shm"] {
            try? FileManager.default.removeItem(atPath: "\(sandbox.ledger)/\(name)")
        }
        let made = try tables(sandbox)
        for (name, rows) in standing { #expect(made[name] == rows, "\(name), seed \(seed)") }
    }

    private func batch(_ number: Int) -> [String] {
        (0..<30).map { Event.stack("b\(number)-\($0)") }
    }

    @Test func `while it records leaves its batch whole or absent`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        let sandbox = try Sandbox.withLedger()
        var acknowledged: Set<Int> = []
        for round in 0..<Self.rounds {
            let input = Array(batch(round).joined(separator: "\n").utf8)
            let process = try sandbox.start(["record", "-"], input: input)
            usleep(UInt32.random(in: 0...90_000, using: &dice))
            process.signal(SIGKILL)
            if process.answer().status == 0 { acknowledged.insert(round) }
        }
        let records = try sandbox.log().records(after: 0, limit: 10_000).map { try $0.read() }
        let counts = Dictionary(grouping: records) { $0.subject.split(separator: "-")[0] }.mapValues(\.count)
        #expect(counts.values.allSatisfy { $0 == 30 }, "seed \(seed)")
        for round in acknowledged { #expect(counts["stack/b\(round)"] == 30, "seed \(seed)") }
        try sandbox.succeed("stack", "create", "after")
        try expectViewsToBeAFold(sandbox, seed: seed)
        _ = try sandbox.checkedSize()
    }

    @Test func `while it replays leaves all or nothing`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        let source = try Sandbox.withShop()
        for number in 0..<15 { try source.record(batch(number)) }
        let path = try source.file("x.jsonl", source.succeed("export").bytes)
        let sandbox = try Sandbox.withLedger()
        for _ in 0..<Self.rounds {
            let process = try sandbox.start(["replay", path])
            usleep(UInt32.random(in: 0...120_000, using: &dice))
            process.signal(SIGKILL)
            let status = process.answer().status
            let size = try sandbox.log().head().size
            #expect([0, 454].contains(size) && (status != 0 || size == 454), "seed \(seed)")
        }
        try sandbox.succeed("replay", path)
        #expect(try sandbox.succeed("export").bytes == source.succeed("export").bytes)
        try expectViewsToBeAFold(sandbox, seed: seed)
    }

    @Test func `while it makes the views does them no harm`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        let sandbox = try Sandbox.withShop()
        for number in 0..<10 { try sandbox.record(batch(number) + Event.release("shop/dev", "i\(number)")) }
        for round in 0..<Self.rounds {
            if round.isMultiple(of: 3) {
                for name in ["views.db", "views.db-wal", "views.db-shm"] {
                    try? FileManager.default.removeItem(atPath: "\(sandbox.ledger)/\(name)")
                }
            } else {
                try sandbox.record([Event.stack("r\(round)")])
            }
            let process = try sandbox.start(["status"])
            usleep(UInt32.random(in: 0...90_000, using: &dice))
            process.signal(SIGKILL)
            _ = process.answer()
        }
        try expectViewsToBeAFold(sandbox, seed: seed)
    }
}
