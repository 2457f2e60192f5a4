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
    let report: Report
    private let logger: Logger?
    let clock: Clock
    private let wrap: @Sendable (any EventLog) -> any EventLog

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
        (self.clock, self.wrap) = (clock, wrap)
        keys = SealKeys(ledger: directory)
    }

    /// A new ledger with a sealing key, in a directory that is created too.
    @discardableResult
    package static func create(
        at directory: String,
        clock: @escaping Clock = { .now() }
    ) throws(OperationError) -> Ledger {
        let ledger = Ledger(directory, for: .writing, clock: clock)
        do {
            let log = try SQLiteEventLog.create(at: directory, id: .make(), clock: clock)
            ledger.opened.withLock { $0 = log }
        } catch { throw .log(error) }
        try SealKeyFile(ledger: directory).create()
        try LedgerDirectory(directory).keepOutOfGit()
        return ledger
    }

    package var gate: SealingGate { SealingGate(keys) }

    /// The log, opened for ``Access`` when it is first asked for.
    package func log() throws(OperationError) -> any EventLog { wrap(try engine()) }

    func engine() throws(OperationError) -> SQLiteEventLog {
        do {
            return try opened.withLock { opened throws(EventLogError) in
                if let opened { return opened }
                let log =
                    switch access {
                    case .reading: try SQLiteEventLog.openForReading(at: directory)
                    case .writing: try SQLiteEventLog.open(at: directory, clock: clock)
                    }
                opened = log
                return log
            }
        } catch { throw .log(error) }
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
