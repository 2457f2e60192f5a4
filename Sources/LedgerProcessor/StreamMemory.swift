import LedgerDomain
import LedgerLog
import Synchronization
import LedgerValues

/// What streams say, folded once: the next question reads only what the log has more of.
///
/// The log remains the truth. What is remembered is never ahead of it, and an append still expects the version that was
/// read, so what others append in between makes a conflict and is read then.
final class StreamMemory: Sendable {
    /// Above it everything is forgotten: a whole ledger is not to be held in memory.
    private static let most = 64

    private let log: any EventLog
    private let stages = Mutex<[StageID: StageFold]>([:])
    private let families = Mutex<[StreamName: FamilyFold]>([:])

    init(_ log: any EventLog) {
        self.log = log
    }

    func stage(_ id: StageID) throws(EventLogError) -> StageFold {
        try stages.withLock { known throws(EventLogError) in try refresh(&known, id, .stage(id)) }
    }

    func family(_ stream: StreamName) throws(EventLogError) -> FamilyFold {
        try families.withLock { known throws(EventLogError) in try refresh(&known, stream, stream) }
    }

    /// Taken out while it changes, so that nothing is copied; a read that fails forgets it.
    private func refresh<Key, Fold: StreamFold>(
        _ known: inout [Key: Fold],
        _ key: Key,
        _ stream: StreamName
    ) throws(EventLogError) -> Fold {
        var fold = known.removeValue(forKey: key) ?? Fold()
        try fold.read(log, stream.description)
        if known.count >= Self.most { known.removeAll() }
        known[key] = fold
        return fold
    }
}

/// A stream as it is folded so far.
protocol StreamFold: Sendable {
    /// How many of the stream's records were taken in.
    var version: Int { get set }

    init()

    mutating func take(_ record: Record)
}

extension StreamFold {
    /// Takes in what the log has more of; records that cannot be read count, and say nothing.
    fileprivate mutating func read(_ log: any EventLog, _ subject: String) throws(EventLogError) {
        let page = 500
        while true {
            let records = try log.records(of: subject, after: version, limit: page)
            for stored in records {
                if let record = try? stored.read() { take(record) }
            }
            version += records.count
            if records.count < page { return }
        }
    }
}

struct StageFold: StreamFold {
    /// Where the events of a deployment begin.
    struct Beginning {
        /// The stream's version before.
        let version: Int
        /// What the stage asked for then.
        let approval: Approval
    }

    var version = 0
    private(set) var stage = Stage()
    /// The newest event of each deployment.
    private(set) var lastEvents: [DeploymentID: UniqueID] = [:]
    private(set) var beginnings: [DeploymentID: Beginning] = [:]
    /// The newest deployment that was asked for under each idempotency key.
    private(set) var keys: [String: DeploymentID] = [:]

    mutating func take(_ record: Record) {
        guard case .stage(let event)? = record.event else { return }
        stage.evolve(event, at: record.time)
        guard let deployment = event.deployment else { return }
        lastEvents[deployment] = record.id
        if beginnings[deployment] == nil {
            let approval = stage.definition?.approval ?? .automatic
            beginnings[deployment] = Beginning(version: record.streamVersion - 1, approval: approval)
        }
        if case .deployment(_, _, .requested(let request)) = event, let key = request.idempotencyKey {
            keys[key] = deployment
        }
    }
}

struct FamilyFold: StreamFold {
    var version = 0
    private(set) var family = RevisionFamily()

    mutating func take(_ record: Record) {
        guard case .revision(let event)? = record.event else { return }
        family.evolve(event, at: record.time)
    }
}
