package import LedgerDomain
package import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerSystem
package import LedgerValues
import LedgerViews
package import Logging
import Synchronization

/// A ledger that operations work on: opened at one place, and each part of it once, when it is first needed.
///
/// This is the only place that names the engine which keeps the log.
package final class Ledger: Sendable {
    package enum Access: Sendable {
        case reading
        /// Appends are possible, and the log is checked against its head file.
        case writing
    }

    package let directory: String
    /// Read when there is something to seal or to open, once: a command may have to run for them.
    package let keys: SealKeys
    private let access: Access
    private let opened = Mutex<SQLiteEventLog?>(nil)
    private let recorders = Mutex<Recorder?>(nil)
    /// Where the views are, once they were asked for; a temporary directory for a ledger that is not this user's own.
    private let viewPlace = Mutex<(path: String, temporary: PrivateDirectory?)?>(nil)
    let report: Report
    private let logger: Logger?
    let clock: Clock
    private let wrap: @Sendable (any EventLog) -> any EventLog
    /// What a dry run appends to instead of the log.
    let rehearsal: RehearsalLog?

    package typealias Clock = @Sendable () -> Timestamp

    /// Opens nothing yet.
    ///
    /// `wrap` is for tests: it makes a log that fails where a process dies.
    package init(
        _ directory: String,
        for access: Access,
        report: @escaping Report = { _ in },
        logger: Logger? = nil,
        clock: @escaping Clock = { .now() },
        wrap: @escaping @Sendable (any EventLog) -> any EventLog = { $0 }
    ) {
        (self.directory, self.access, self.report, self.logger) = (directory, access, report, logger)
        (self.clock, self.wrap, rehearsal) = (clock, wrap, nil)
        keys = SealKeys(ledger: directory)
    }

    private init(_ ledger: Ledger, appendingTo rehearsal: RehearsalLog) {
        (directory, access, report, logger) = (ledger.directory, ledger.access, ledger.report, nil)
        (clock, wrap, keys, self.rehearsal) = (ledger.clock, { $0 }, ledger.keys, rehearsal)
    }

    /// This ledger for a dry run: what is appended stays in memory, and goes with it.
    func rehearsed() throws(OperationError) -> Ledger {
        let log = try log()
        let rehearsal: RehearsalLog
        do { rehearsal = try RehearsalLog(over: log, clock: clock) } catch { throw .log(error) }
        return Ledger(self, appendingTo: rehearsal)
    }

    /// The library that keeps ledgers, and its version.
    package static var engine: String { "SQLite \(SQLiteConnection.libraryVersion)" }

    deinit { viewPlace.withLock { $0?.temporary?.remove() } }

    /// A new ledger with a sealing key, in a directory that is created too.
    @discardableResult
    package static func create(
        at directory: String,
        clock: @escaping Clock = { .now() }
    ) throws(OperationError) -> Ledger {
        let ledger = Ledger(directory, for: .writing, clock: clock)
        try ledger.requireOwn()
        do {
            let log = try SQLiteEventLog.create(at: directory, id: .make(), clock: clock)
            ledger.opened.withLock { $0 = log }
        } catch { throw .log(error) }
        try SealKeyFile(ledger: directory).create()
        try LedgerDirectory(directory).keepOutOfGit()
        return ledger
    }

    package var gate: SealingGate { SealingGate(keys) }

    /// What is acted on must belong to this user, also where the log is only read.
    package func requireOwn() throws(OperationError) { try LedgerDirectory(directory).requireOwn() }

    /// The log, opened for ``Access`` when it is first asked for.
    package func log() throws(OperationError) -> any EventLog {
        if let rehearsal { return rehearsal }
        return wrap(try engine())
    }

    func engine() throws(OperationError) -> SQLiteEventLog {
        try opened.withLock { opened throws(OperationError) in
            if let opened { return opened }
            let log = try open()
            opened = log
            return log
        }
    }

    private func open() throws(OperationError) -> SQLiteEventLog {
        switch access {
        case .reading:
            do { return try SQLiteEventLog.openForReading(at: directory) } catch { throw .log(error) }
        case .writing:
            try requireOwn()
            do { return try SQLiteEventLog.open(at: directory, clock: clock) } catch { throw .log(error) }
        }
    }

    /// A second connection for reading, where the first is busy appending.
    func reader() throws(OperationError) -> any EventLog {
        do { return try SQLiteEventLog.openForReading(at: directory) } catch { throw .log(error) }
    }

    /// One for all, as it remembers what it read.
    func recorder() throws(OperationError) -> Recorder {
        let log = try log()
        return recorders.withLock { known in
            if let known { return known }
            let recorder = Recorder(
                log: log,
                gate: gate,
                user: Caller.systemUser,
                clock: clock,
                makeID: { .make() },
                logger: logger
            )
            known = recorder
            return recorder
        }
    }

    /// The directory of the views: what others may have written is neither believed nor written to.
    func viewDirectory() throws(OperationError) -> String {
        try viewPlace.withLock { place throws(OperationError) in
            if let place { return place.path }
            let found: (path: String, temporary: PrivateDirectory?)
            if LedgerDirectory(directory).foreignAccess == nil {
                found = (directory, nil)
            } else {
                let made: PrivateDirectory
                do throws(PrivateDirectoryError) { made = try PrivateDirectory("stackledger-views") } catch {
                    throw .keeping(.unwritable(path: error.parent, code: error.error.code))
                }
                found = (made.path, made)
            }
            place = found
            return found.path
        }
    }

    /// How many events are acknowledged, without opening the log; nil when that is not known.
    package var acknowledgedSize: Int? { SQLiteEventLog.acknowledgedSize(at: directory) }

    /// Calls `body` with the position and the bytes of each record after `position`, up to `last`.
    package func forEachLine(
        after position: Int,
        upTo last: Int,
        _ body: (Int, UnsafeRawBufferPointer) throws(OperationError) -> Void
    ) throws(OperationError) {
        try engine().forEachLine(after: position, upTo: last, orLogFailure: OperationError.log, body)
    }
}

// MARK: - Streams

extension Ledger {
    /// `cloudTime` returns the time at AWS, where the local clock is off.
    func stage(
        _ id: StageID,
        by actor: String,
        cloudTime: @escaping @Sendable () -> Timestamp? = { nil }
    ) throws(OperationError) -> StageLedger {
        let (log, recorder) = (try log(), try recorder())
        return StageLedger(id, log: log, recorder: recorder, keys: keys, actor: actor, cloudTime: cloudTime)
    }

    /// All stages that there are or were, by their streams.
    func stages() throws(OperationError) -> [StageID] {
        let log = try log()
        let subjects: [String]
        do { subjects = try log.subjects(withPrefix: StreamName.prefix(.stage)) } catch { throw .log(error) }
        return subjects.compactMap { subject in
            guard case .stage(let id)? = StreamName(subject) else { return nil }
            return id
        }
    }

    /// A stage as its stream tells it.
    package func folded(_ id: StageID) throws(OperationError) -> Stage {
        let stage = try stage(id, by: "")
        do { return try stage.current() } catch { throw OperationError(error, on: id) }
    }

    /// What a stage is, as it stands.
    package func definition(of id: StageID) throws(OperationError) -> StageAdded {
        guard let definition = try folded(id).definition else { throw .rejected(.stageUnknown(id)) }
        return definition
    }

    package func process(_ deployment: DeploymentID, of id: StageID) throws(OperationError) -> DeploymentProcess {
        var stage = try stage(id, by: "")
        do { return try stage.process(deployment) } catch { throw OperationError(error, on: id) }
    }

    /// Whether all events that calls of a deployment follow from are the processor's own, or adopted.
    func isOwn(_ deployment: DeploymentID, of id: StageID) throws(OperationError) -> Bool {
        var stage = try stage(id, by: "")
        do { return try stage.origins(of: deployment).foreign == nil } catch { throw OperationError(error, on: id) }
    }

    /// Why another act has to wait for a deployment, and for whom.
    func obstacle(_ process: DeploymentProcess, of id: StageID) throws(OperationError) -> OperationError {
        let stage = try stage(id, by: "")
        let requester: String?
        do { requester = try stage.requester(of: process.id) } catch { throw OperationError(error, on: id) }
        return .deploymentOpen(
            id,
            version: process.deployment?.version ?? 0,
            requester: requester ?? "",
            worker: process.actions.last?.worker
        )
    }

    /// The deployment that every other has to wait for, and whether another process carries it out.
    package func openDeployment(
        of id: StageID
    ) throws(OperationError) -> (deployment: Deployment, isElsewhere: Bool)? {
        guard let open = try folded(id).blockingDeployment else { return nil }
        return (open, try process(open.id, of: id).plan.isEmpty)
    }
}
