import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerViews
import Synchronization
import Testing
import LedgerValues

struct `The files of the views` {
    private func records(_ count: Int, seed: UInt64 = 9) -> [StoredRecord] {
        var history = History(seed: seed)
        return history.records(count)
    }

    @Test func `do not open the log if nothing is new`() throws {
        let fixture = ViewFixture(records(50))
        _ = try fixture.session()
        #expect(fixture.log.openings == 1)
        _ = try fixture.session()
        #expect(fixture.log.openings == 1)
    }

    @Test(arguments: [
        ["views.db"], ["views.db-wal"], ["views.db-shm"], ["views.db-wal", "views.db-shm"], ["views.lock"],
        ["views.db", "views.db-wal"], ["views.db", "views.db-shm"], ["views.db", "views.db-wal", "views.db-shm"],
    ])
    func `may be deleted between any two commands`(names: [String]) throws {
        let all = records(300)
        let expected = try ViewFixture(all).session().dump()
        let fixture = ViewFixture(Array(all[..<100]))
        _ = try fixture.session()
        fixture.log.set(Array(all[..<200]))
        _ = try fixture.session()
        names.forEach(fixture.remove)
        fixture.log.set(all)
        #expect(difference(try fixture.session().dump(), expected) == nil)
    }

    @Test func `may be deleted while a session reads them`() throws {
        let fixture = ViewFixture(records(100))
        let session = try fixture.session()
        let before = try session.dump()
        for name in ["views.db", "views.db-wal", "views.db-shm"] { fixture.remove(name) }
        #expect(difference(try session.dump(), before) == nil)
    }

    @Test func `are rebuilt if they are not a database or have another definition`() throws {
        let fixture = ViewFixture(records(100))
        let expected = try fixture.session().dump()
        let damages = [
            "UPDATE meta SET definition = 'old'", "UPDATE meta SET ledger = 'x', root = 'x'", "DROP TABLE meta",
        ]
        for damage in damages {
            let connection = try SQLiteConnection(path: "\(fixture.directory)/views.db", mode: .readWrite)
            try connection.execute("\(damage); PRAGMA wal_checkpoint(TRUNCATE)")
            #expect(difference(try fixture.session().dump(), expected) == nil, "\(damage)")
        }
        let garbage = open("\(fixture.directory)/views.db", O_WRONLY)
        _ = write(garbage, "no database at all", 18)
        close(garbage)
        #expect(difference(try fixture.session().dump(), expected) == nil)
    }

    @Test func `follow a log that was cut or replaced`() throws {
        let fixture = ViewFixture(records(200))
        _ = try fixture.session()
        for log in [records(120), records(200, seed: 10), records(300, seed: 11)] {
            fixture.log.set(log)
            #expect(difference(try fixture.session().dump(), try ViewFixture(log).session().dump()) == nil)
        }
    }

    @Test func `are private to their owner, and killed rebuilds leave nothing`() throws {
        let fixture = ViewFixture(records(10))
        let leftover = "\(fixture.directory)/views.db.rebuild-1"
        close(open(leftover, O_CREAT | O_WRONLY, 0o600))
        _ = try fixture.session()
        #expect(access(leftover, F_OK) != 0)
        for name in fixture.files {
            var status = stat()
            stat("\(fixture.directory)/\(name)", &status)
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
    }

    @Test func `serve several readers at once, also while they are rebuilt`() async throws {
        let all = records(400)
        let expected = try ViewFixture(all).session().dump()
        let fixture = ViewFixture(Array(all[..<50]))
        let (log, directory) = (fixture.log, fixture.directory)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    for round in 1...8 {
                        let store = ViewStore(directory: directory, log: log.access)
                        if worker == 0 { log.set(Array(all[..<(50 + round * 40)])) }
                        if worker == 1, round.isMultiple(of: 3) { unlink("\(directory)/views.db") }
                        if worker == 2, round.isMultiple(of: 4) { try store.rebuild() }
                        let session = try store.open(now: ViewFixture.now)
                        let count = try session.rows(of: Statement("SELECT count(*) FROM events")).rows[0][0]
                        #expect(count == .integer(Int64(session.position)))
                    }
                }
            }
            try await group.waitForAll()
        }
        log.set(all)
        #expect(difference(try fixture.session().dump(), expected) == nil)
    }
}
