import LedgerDomain
import LedgerLog
import Synchronization
import LedgerValues

/// A process that may die at one of its steps: before or after an append to the log or a call of AWS.
final class SimulatedProcess: Sendable {
    private struct State {
        var step = 0
        var isDead = false
    }

    private let state = Mutex(State())
    /// Nil for a process that lives.
    private let dyingStep: Int?

    init(dyingAt step: Int? = nil) {
        dyingStep = step
    }

    var isDead: Bool { state.withLock(\.isDead) }
    var steps: Int { state.withLock(\.step) }

    /// The steps after an append or a call.
    ///
    /// A process that dies before the next one leaves the same as one that dies here.
    var crashPoints: [Int] { Array(stride(from: 2, through: steps, by: 2)) }

    /// Takes the next step; false if the process is dead then.
    func step() -> Bool {
        state.withLock { state in
            if state.isDead { return false }
            state.step += 1
            if state.step == dyingStep { state.isDead = true }
            return !state.isDead
        }
    }
}

/// The log of a process that may die before and after each append.
struct CrashingLog: EventLog {
    let log: any EventLog
    let process: SimulatedProcess

    var ledger: UniqueID { log.ledger }

    func head() throws(EventLogError) -> LogHead { try log.head() }

    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        guard process.step() else { throw .diskFull }
        let places = try log.append(writes)
        guard process.step() else { throw .diskFull }
        return places
    }

    func append(verbatim source: any RecordSource) throws(EventLogError) { try log.append(verbatim: source) }

    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(after: position, limit: limit)
    }

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        if process.isDead { throw .diskFull }
        return try log.records(of: subject, after: version, limit: limit)
    }

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord? { try log.record(id: id) }

    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] { try log.subjects(withPrefix: prefix) }
}
