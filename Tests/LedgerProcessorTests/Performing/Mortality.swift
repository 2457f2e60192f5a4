import LedgerDomain
import LedgerLog
import Synchronization
import LedgerValues

/// A process that dies at its n-th step, be that an append to the log or a call of AWS, before it or after it.
final class Mortality: Sendable {
    private struct State {
        var step = 0
        var isDead = false
    }

    private let state = Mutex(State())
    /// Nil for one that lives.
    private let deadly: Int?

    init(deadly: Int? = nil) {
        self.deadly = deadly
    }

    var isDead: Bool { state.withLock(\.isDead) }
    var steps: Int { state.withLock(\.step) }

    /// The steps that come after an append or a call: whoever dies before the next leaves what one leaves who dies here.
    var moments: [Int] { Array(stride(from: 2, through: steps, by: 2)) }

    /// Takes the next step; false when the process is dead by then.
    func step() -> Bool {
        state.withLock { state in
            if state.isDead { return false }
            state.step += 1
            if state.step == deadly { state.isDead = true }
            return !state.isDead
        }
    }
}

/// A log as a process has it that may die before and after each append.
struct MortalLog: EventLog {
    let log: any EventLog
    let life: Mortality

    var ledger: UniqueID { log.ledger }

    func head() throws(EventLogError) -> LogHead { try log.head() }

    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        guard life.step() else { throw .diskFull }
        let places = try log.append(writes)
        guard life.step() else { throw .diskFull }
        return places
    }

    func append(verbatim source: any RecordSource) throws(EventLogError) { try log.append(verbatim: source) }

    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(after: position, limit: limit)
    }

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        if life.isDead { throw .diskFull }
        return try log.records(of: subject, after: version, limit: limit)
    }

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord? { try log.record(id: id) }

    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] { try log.subjects(withPrefix: prefix) }
}
