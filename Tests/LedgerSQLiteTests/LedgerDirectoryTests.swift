import Foundation
import LedgerConformance
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing

struct `A ledger's directory` {
    private let directory: TemporaryDirectory
    private var path: String { "\(directory.path)/deep/ledger" }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func create() throws -> SQLiteEventLog {
        try SQLiteEventLog.create(at: path, id: .sample, clock: { .noon })
    }

    private func open() throws -> SQLiteEventLog {
        try SQLiteEventLog.open(at: path, clock: { .noon })
    }

    private func mode(_ file: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    }

    @Test func `is private to its owner`() throws {
        let log = try create()
        _ = try log.append([.samples(1...1)])
        #expect(try mode(path) == 0o700)
        let files = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(Set(files) == ["log.db", "log.db-wal", "log.db-shm", "head.json", "write.lock"])
        for file in files { #expect(try mode("\(path)/\(file)") == 0o600, "\(file)") }
        #expect(log.ledger == .sample)
    }

    @Test func `is created only once`() throws {
        _ = try create().append([.samples(1...1)])
        #expect(throws: EventLogError.alreadyExists(path: path)) { try create() }
        #expect(try open().head().size == 1)
    }

    @Test func `is not created over one whose log is lost`() throws {
        _ = try create().append([.samples(1...1)])
        for file in ["log.db", "log.db-wal"] { try FileManager.default.removeItem(atPath: "\(path)/\(file)") }
        #expect(throws: EventLogError.lostEvents(acknowledged: 1, found: 0)) { try create() }
        #expect(throws: EventLogError.lostEvents(acknowledged: 1, found: 0)) { try open() }
    }

    @Test func `of a newer program is rejected`() throws {
        _ = try create()
        try SQLiteConnection(path: "\(path)/log.db", mode: .readWrite).execute("PRAGMA user_version = 99")
        #expect(throws: EventLogError.newerSchema(found: 99, known: 1)) { try open() }
        #expect(throws: EventLogError.newerSchema(found: 99, known: 1)) { try SQLiteEventLog.openForReading(at: path) }
    }

    @Test(arguments: [
        "", "garbage that is no database at all, and long enough to be looked at for a header of one ....",
    ])
    func `without a valid log is reported`(contents: String) throws {
        #expect(throws: EventLogError.notALedger(path: path)) { try open() }
        #expect(throws: EventLogError.notALedger(path: path)) { try SQLiteEventLog.openForReading(at: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        #expect(throws: EventLogError.notALedger(path: path)) { try open() }
        try Data(contents.utf8).write(to: URL(fileURLWithPath: "\(path)/log.db"))
        #expect(throws: EventLogError.notALedger(path: path)) { try open() }
        #expect(throws: EventLogError.notALedger(path: path)) { try SQLiteEventLog.openForReading(at: path) }
    }

    @Test func `with another program's database is rejected`() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try SQLiteConnection(path: "\(path)/log.db", mode: .create).execute("CREATE TABLE t (a)")
        #expect(throws: EventLogError.notALedger(path: path)) { try open() }
        #expect(throws: EventLogError.alreadyExists(path: path)) { try create() }
    }

    @Test func `opened for reading cannot be written`() throws {
        _ = try create().append([.samples(1...2)])
        let log = try SQLiteEventLog.openForReading(at: path)
        #expect(throws: EventLogError.notWritable(path: "\(path)/log.db")) { try log.append([.samples(3...3)]) }
        #expect(try log.records(after: 0, limit: 9).count == 2)
        _ = try open().append([.samples(3...3)])
        #expect(try log.head().size == 3)
    }

    @Test func `is busy after a while if another process is writing`() throws {
        _ = try create()
        let path = path
        let writer = try SQLiteEventLog.open(at: path, clock: { .noon }) { step in
            guard step == .began else { return }
            #expect(throws: EventLogError.busy) {
                let other = try SQLiteEventLog.open(at: path, clock: { .noon }, lockTimeout: .milliseconds(20))
                _ = try other.append([.samples(2...2)])
            }
        }
        _ = try writer.append([.samples(1...1)])
        #expect(try open().append([.samples(2...2)]).map(\.position) == [2])
    }

    @Test func `returns its lines in pages`() throws {
        let log = try create()
        _ = try log.append([.samples(1...1_203)])
        var lines: [[UInt8]] = []
        try log.forEachLine(after: 3, upTo: 1_202, orLogFailure: { $0 }) { (position, line) throws(EventLogError) in
            #expect(position == lines.count + 4)
            lines.append(Array(line))
        }
        #expect(lines == (try log.records(after: 3, limit: 1_199).map(\.bytes)))
    }
}
