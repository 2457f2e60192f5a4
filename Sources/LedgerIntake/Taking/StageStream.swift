import LedgerDomain
import LedgerLog
import LedgerValues

/// A stage as far as its stream was read, kept between the facts of one run.
struct StageStream {
    private(set) var stage = Stage()
    /// How many events the stream has.
    private(set) var version = 0
    private var ids: Set<UniqueID> = []

    /// Reads the stream; a record that this program does not understand counts and changes nothing.
    init(of id: StageID, in log: any EventLog) throws(EventLogError) {
        let subject = StreamName.stage(id).description
        while true {
            let page = try log.records(of: subject, after: version, limit: 500)
            for stored in page { take(stored) }
            if page.count < 500 { return }
        }
    }

    private mutating func take(_ stored: StoredRecord) {
        version += 1
        guard let record = try? stored.read() else { return }
        ids.insert(record.id)
        guard case .stage(let event)? = try? LedgerEvent(type: record.type, data: record.data) else { return }
        stage.evolve(event, at: record.time)
    }

    func has(_ id: UniqueID) -> Bool {
        ids.contains(id)
    }

    mutating func add(_ drafts: [EventDraft], of events: [TimedStageEvent]) {
        version += drafts.count
        for draft in drafts { ids.insert(draft.id) }
        for event in events { stage.evolve(event.event, at: event.time) }
    }
}
