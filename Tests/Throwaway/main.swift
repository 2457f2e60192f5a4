import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerViews

let arguments = CommandLine.arguments
let directory = arguments[1]
let clock = ContinuousClock()

if arguments[2] == "make" {
    let count = Int(arguments[3]) ?? 1000
    let log = try SQLiteEventLog.create(at: directory, id: UniqueID(high: 1, low: 2), clock: { Timestamp(microseconds: 0) })
    var history = History(seed: 1)
    var left = count
    var bytes = 0
    while left > 0 {
        let page = history.records(min(1000, left))
        try log.append(verbatim: page.map { try $0.read() })
        bytes += page.reduce(0) { $0 + $1.bytes.count }
        left -= page.count
    }
    print("bytes per record", bytes / count)
} else if arguments[2] == "rebuild" {
    let start = clock.now
    try ViewStore(directory: directory, log: LogAccess(directory: directory)).rebuild()
    print("rebuild", clock.now - start)
} else if arguments[2] == "parse" {
    let log = try SQLiteEventLog.openForReading(at: directory)
    var count = 0
    let start = clock.now
    try log.forEachRecord(orLogFailure: { $0 }) { (record: StoredRecord) throws(EventLogError) in count += record.bytes.count }
    print("read", clock.now - start)
    let again = clock.now
    try log.forEachRecord(orLogFailure: { $0 }) { (record: StoredRecord) throws(EventLogError) in
        if let parsed = try? record.read() { count += parsed.streamVersion }
    }
    print("read+parse", clock.now - again)
} else {
    let start = clock.now
    let store = ViewStore(directory: directory, log: LogAccess(directory: directory))
    let session = try store.open(now: Timestamp(microseconds: 1_800_000_000_000_000), withLog: arguments[2] == "log")
    let opened = clock.now
    let table = try session.query(arguments[3])
    let end = clock.now
    print(table.columns)
    for row in table.rows.prefix(30) { print(row) }
    print("open", opened - start, "query", end - opened)
}
