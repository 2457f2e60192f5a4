import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerSystem

/// A ledger that a command works on.
struct OpenLedger {
    let directory: String
    let log: SQLiteEventLog
    /// Read when there is something to seal or to open, once, and not before: a command may have to be run for them.
    let keys: SealKeys
    private let shared: Recorder

    private init(directory: String, log: SQLiteEventLog) {
        (self.directory, self.log) = (directory, log)
        keys = SealKeys(ledger: directory)
        shared = Recorder(log: log, gate: SealingGate(keys), clock: { .now() }, makeID: { .make() })
    }

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

    var gate: SealingGate { SealingGate(keys) }

    /// One for all, as it remembers what it read.
    func recorder() -> Recorder { shared }
}
