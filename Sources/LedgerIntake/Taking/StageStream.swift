import LedgerDomain
import LedgerLog
import LedgerValues

/// A stage folded from its stream, kept between the facts of one run.
struct StageStream: StreamFold {
    private(set) var stage = Stage()
    var version = 0
    private var ids: Set<UniqueID> = []

    init(of id: StageID, in log: any EventLog) throws(EventLogError) {
        try read(.stage(id), in: log)
    }

    mutating func take(_ record: Record, at position: Int) {
        ids.insert(record.id)
        guard case .stage(let event)? = record.event else { return }
        stage.evolve(event, at: record.time)
    }

    /// Refuses a definition from elsewhere that names another workload than the stream.
    func require(_ definition: StageAdded) throws(IntakeError) {
        guard stage.definition.map(Workload.init(of:)) == Workload(of: definition) else {
            throw .stageDiffers(definition.id)
        }
    }

    func has(_ id: UniqueID) -> Bool {
        ids.contains(id)
    }

    /// Takes in events that are about to be appended.
    mutating func add(_ drafts: [EventDraft], of events: [TimedStageEvent]) {
        version += drafts.count
        for draft in drafts { ids.insert(draft.id) }
        for event in events { stage.evolve(event.event, at: event.time) }
    }
}
