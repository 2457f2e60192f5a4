import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite

/// A ledger that a command works on.
struct OpenLedger {
    let directory: String
    let log: SQLiteEventLog

    static func forWriting(_ options: LedgerOptions) throws(Failure) -> OpenLedger {
        let directory = try options.directory()
        do {
            return OpenLedger(directory: directory, log: try SQLiteEventLog.open(at: directory, clock: { .now() }))
        } catch {
            throw Failure(error)
        }
    }

    static func forReading(_ options: LedgerOptions) throws(Failure) -> OpenLedger {
        let directory = try options.directory()
        do {
            return OpenLedger(directory: directory, log: try SQLiteEventLog.openForReading(at: directory))
        } catch {
            throw Failure(error)
        }
    }

    func key() throws(Failure) -> SealingKey {
        try SealKeyFile(ledger: directory).key()
    }

    func recorder() throws(Failure) -> Recorder {
        Recorder(log: log, key: try key(), clock: { .now() }, makeID: { .make() })
    }
}
