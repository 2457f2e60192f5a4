import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import Testing
import LedgerValues

struct `Views of a random history` {
    static let seeds: [UInt64] = [1, 2, 3, .random(in: 0 ... .max)]

    @Test(arguments: seeds)
    func `have the same rows however the log is split`(seed: UInt64) throws {
        var history = History(seed: seed, .troubled)
        let records = history.records(2_000)
        let whole = ViewFixture(records)
        let expected = try whole.session().dump()

        let parts = ViewFixture()
        var random = SeededRandom(seed: seed)
        var end = 0
        while end < records.count {
            end = min(records.count, end + Int.random(in: 1...300, using: &random))
            parts.log.set(Array(records[..<end]))
            _ = try parts.session()
        }
        let found = difference(try parts.session().dump(), expected)
        #expect(found == nil)

        try parts.store.rebuild()
        #expect(difference(try parts.session().dump(), expected) == nil)
    }

    @Test(arguments: seeds)
    func `have the same rows with any memory limit`(seed: UInt64) throws {
        var history = History(seed: seed, .troubled)
        let fixture = ViewFixture(history.records(2_000))
        let expected = try fixture.session().dump()
        for rows in [0, 10, 300] {
            try ViewStore(directory: fixture.directory, log: fixture.log.access, rowsInMemory: rows).rebuild()
            let found = difference(try fixture.session().dump(), expected)
            #expect(found == nil, "\(rows) rows")
        }
    }

    @Test(arguments: seeds)
    func `show at a position the result of the events up to it`(seed: UInt64) throws {
        var history = History(seed: seed, .troubled)
        let records = history.records(900)
        let whole = ViewFixture(records)
        var random = SeededRandom(seed: seed)
        for _ in 0..<4 {
            let position = Int.random(in: 0...records.count, using: &random)
            let prefix = ViewFixture(Array(records[..<position]))
            let then = try whole.session(at: .position(position))
            let clock = try then.rows(of: Statement("SELECT now FROM clock")).rows[0][0].text
            let now = try #require(clock.flatMap { Timestamp(rfc3339: $0) })
            let expected = try prefix.session(now: now).shown()
            #expect(difference(try then.shown(), expected) == nil, "position \(position)")
        }
    }

    @Test(arguments: seeds)
    func `show at a time the deployments by their own times`(seed: UInt64) throws {
        var history = History(seed: seed, .troubled)
        let fixture = ViewFixture(history.records(1_500))
        let all = try fixture.session()
        let stays = Statement("SELECT count(*) FROM stage_ends")
        let removed = try all.rows(of: stays).rows[0][0]
        var random = SeededRandom(seed: seed)
        for _ in 0..<5 {
            let time = history.clock.advanced(bySeconds: -Int64.random(in: 0...150_000, using: &random))
            let then = try fixture.session(at: .time(time))
            let running = try then.rows(
                of: Statement(#"SELECT stack, stage, version FROM runs WHERE "to" IS NULL ORDER BY 1, 2"#)
            )
            let naive = try all.rows(of: Self.naive, ["time": .text(time.description)])
            if removed == .integer(0) {
                #expect(running.rows == naive.rows, "seed \(seed), time \(time)")
            } else {
                #expect(Set(running.rows).isSubset(of: Set(naive.rows)), "seed \(seed), time \(time)")
            }
        }
    }

    /// The newest success of each stage, directly from the deployments.
    private static let naive = Statement(
        """
        SELECT stack, stage, version FROM (
            SELECT *, row_number() OVER (PARTITION BY stack, stage ORDER BY ended_at DESC, version DESC) AS rank
            FROM main.deployments WHERE valid_to IS NULL AND outcome = 'succeeded' AND ended_at <= :time
        ) WHERE rank = 1 ORDER BY 1, 2
        """
    )

    @Test(arguments: seeds)
    func `judge rollback targets like the specification`(seed: UInt64) throws {
        var history = History(seed: seed, .troubled)
        let session = try ViewFixture(history.records(1_500)).session()
        let table = try session.rows(of: Statement("SELECT * FROM rollback_targets"))
        let stages = Dictionary(grouping: table.rows.indices) { table.rows[$0].prefix(2).map { $0 } }
        #expect(stages.count > 3)
        for (stage, rows) in stages {
            let judged = rows.map { JudgedTarget(table.record($0)) }
            let open = try session.rows(
                of: Statement(#"SELECT 1 FROM runs WHERE stack = :stack AND stage = :stage AND "to" IS NULL"#),
                ["stack": stage[0], "stage": stage[1]]
            )
            #expect(
                JudgedTarget.mistakes(in: judged, session, stage, isRunning: !open.rows.isEmpty) == [],
                "seed \(seed) \(stage)"
            )
            let one = try session.rows(of: .targets, ["stack": stage[0], "stage": stage[1]])
            #expect(Set(one.rows) == Set(rows.map { table.rows[$0] }))
        }
    }

    @Test func `set unreadable events aside`() throws {
        var history = History(seed: 4, .troubled)
        let session = try ViewFixture(history.records(4_000)).session()
        let reasons = try session.rows(of: .unreadable)
        #expect(reasons.rows.count > 10)
        let unknown = try session.rows(of: Statement("SELECT count(*) FROM unreadable WHERE type LIKE '%paused%'"))
        #expect(unknown.rows == [[.integer(0)]])
        let counted = try session.rows(of: Statement("SELECT count(*) FROM events WHERE type = 'deployment.paused.v1'"))
        #expect(counted.rows != [[.integer(0)]])
    }
}
