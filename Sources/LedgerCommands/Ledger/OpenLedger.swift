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

    /// The keys are read when there is something to seal, and not before.
    var gate: SealingGate { SealingGate(SealKeys(ledger: directory)) }

    func recorder() -> Recorder {
        Recorder(log: log, gate: gate, clock: { .now() }, makeID: { .make() })
    }
}
