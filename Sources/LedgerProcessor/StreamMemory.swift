import LedgerDomain
import LedgerLog
import Synchronization
import LedgerValues

/// Streams folded once and kept: the next question reads only what the log has since.
///
/// An append still expects the version that was read. So what others append in between makes a conflict, and is read
/// when the proposals are decided again.
final class StreamMemory: Sendable {
    /// Above it everything is forgotten, so that memory never holds a whole ledger.
    private static let most = 64

    private let log: any EventLog
    private let stages = Mutex<[StageID: StageFold]>([:])
    private let families = Mutex<[StreamName: FamilyFold]>([:])

    init(_ log: any EventLog) {
        self.log = log
    }

    func stage(_ id: StageID) throws(EventLogError) -> StageFold {
        try stages.withLock { known throws(EventLogError) in try refresh(&known, id, .stage(id), StageFold()) }
    }

    func family(_ stream: StreamName) throws(EventLogError) -> FamilyFold {
        try families.withLock { known throws(EventLogError) in try refresh(&known, stream, stream, FamilyFold()) }
    }

    /// The fold is taken out while it changes, so that nothing is copied; a read that fails forgets it.
    private func refresh<Key, Fold: StreamFold>(
        _ known: inout [Key: Fold],
        _ key: Key,
        _ stream: StreamName,
        _ empty: Fold
    ) throws(EventLogError) -> Fold {
        var fold = known.removeValue(forKey: key) ?? empty
        try fold.read(stream, in: log)
        if known.count >= Self.most { known.removeAll() }
        known[key] = fold
        return fold
    }
}

struct StageFold: StreamFold {
    /// The place before the first event of a deployment.
    struct Beginning {
        /// The version of the stream.
        let version: Int
        /// The stage's setting.
        let approval: Approval
        /// Who requested the deployment, or observed it.
        let actor: String
    }

    var version = 0
    private(set) var stage = Stage()
    /// The newest event of each deployment.
    private(set) var lastEvents: [DeploymentID: UniqueID] = [:]
    private(set) var beginnings: [DeploymentID: Beginning] = [:]
    /// Who has approved each deployment, in order.
    private(set) var approvers: [DeploymentID: [String]] = [:]
    /// The newest deployment that was requested under each idempotency key.
    private(set) var keys: [String: DeploymentID] = [:]

    mutating func take(_ record: Record, at position: Int) {
        guard case .stage(let event)? = record.event else { return }
        stage.evolve(event, at: record.time)
        guard let deployment = event.deployment else { return }
        lastEvents[deployment] = record.id
        if beginnings[deployment] == nil {
            let approval = stage.definition?.approval ?? .automatic
            beginnings[deployment] = Beginning(
                version: record.streamVersion - 1,
                approval: approval,
                actor: record.actor
            )
        }
        if case .deployment(_, _, .approved) = event { approvers[deployment, default: []].append(record.actor) }
        if case .deployment(_, _, .requested(let request)) = event, let key = request.idempotencyKey {
            keys[key] = deployment
        }
    }
}

struct FamilyFold: StreamFold {
    var version = 0
    private(set) var family = RevisionFamily()

    mutating func take(_ record: Record, at position: Int) {
        guard case .revision(let event)? = record.event else { return }
        family.evolve(event, at: record.time)
    }
}
