import LedgerDomain
package import LedgerLog
import LedgerValues

/// Takes what AWS tells into the log.
///
/// Facts with streams of their own are appended at whatever version. A stage's stream is another matter: a deployment
/// seen there takes the stage's next version, which must be dense. So these are decided on the stage as far as it was
/// read, and appended only if nothing has come in between; otherwise they are decided again. Two that take in the same
/// events at once end with each of them once.
///
/// Streams that were read stay in memory, so that a run reads each once.
package struct Intake {
    let log: any EventLog
    let gate: SealingGate
    let directory: StageDirectory
    var streams: [StageID: StageStream] = [:]

    /// How often an append is decided again before the conflict is thrown.
    static let attempts = 32
    /// The most events of one append.
    private static let batch = 1_000

    package init(into log: any EventLog, through gate: SealingGate, stages directory: StageDirectory) {
        (self.log, self.gate, self.directory) = (log, gate, directory)
    }

    /// Takes in events and says what became of each; what it returns is durable.
    package mutating func take(_ incoming: [Incoming]) throws(IntakeError) -> IntakeReport {
        var report = IntakeReport()
        for start in stride(from: 0, to: incoming.count, by: Self.batch) {
            let slice = Array(incoming[start..<min(start + Self.batch, incoming.count)])
            let verdicts = try takeBatch(slice)
            for (item, verdict) in zip(slice, verdicts) { report.count(verdict, line: item.line) }
        }
        return report
    }

    private mutating func takeBatch(_ batch: [Incoming]) throws(IntakeError) -> [Verdict] {
        var decided = Decided(count: batch.count)
        var attempt = 1
        while true {
            let before = streams
            var plan = Plan()
            var verdicts: [Verdict] = []
            for (index, item) in batch.enumerated() {
                if let verdict = decided[index] {
                    verdicts.append(verdict)
                } else {
                    verdicts.append(try decide(item, at: index, in: &plan))
                }
            }
            do throws(EventLogError) {
                if !plan.isEmpty { try verdicts.note(try log.append(plan.streamWrites), of: plan) }
                return verdicts
            } catch {
                streams = before
                let failure = error
                try logging { () throws(EventLogError) in
                    try recover(from: failure, plan, &decided, attempt: attempt)
                }
                attempt += 1
            }
        }
    }

    /// Prepares another try, or throws on.
    private mutating func recover(
        from error: EventLogError,
        _ plan: Plan,
        _ decided: inout Decided,
        attempt: Int
    ) throws(EventLogError) {
        switch error {
        case .conflict(let subject, _, _) where attempt < Self.attempts:
            guard case .stage(let id)? = StreamName(subject) else { throw error }
            streams[id] = nil
        case .idReused(let id, _):
            guard let item = plan.item(of: id), let draft = plan.draft(id) else { throw error }
            decided[item] = try isKnown(draft) ? .repeated : .defect(.idReused)
        default: throw error
        }
    }

    /// Whether the log has the same fact under the id.
    ///
    /// Sealing the same value twice gives two texts, and a fact of a stage says what was new then.
    private func isKnown(_ draft: EventDraft) throws(EventLogError) -> Bool {
        guard let record = try? log.record(id: draft.id)?.read() else { return false }
        if case .stage? = StreamName(record.subject), case .stage? = StreamName(draft.subject) { return true }
        return record.type == draft.type && record.subject == draft.subject
            && record.data.withoutSealing == draft.data.withoutSealing
    }
}

/// The verdicts that another try does not change.
private struct Decided {
    private var verdicts: [Verdict?]

    init(count: Int) {
        verdicts = Array(repeating: nil, count: count)
    }

    subscript(_ index: Int) -> Verdict? {
        get { verdicts[index] }
        set { verdicts[index] = newValue }
    }
}

extension [Verdict] {
    /// What the log had already was a repetition.
    fileprivate mutating func note(_ places: [Place], of plan: Plan) throws(EventLogError) {
        var fresh: Set<Int> = []
        let items = plan.items
        for (place, item) in zip(places, items) where !place.isRepeat { fresh.insert(item) }
        for item in Set(items) where !fresh.contains(item) { self[item] = .repeated }
    }
}

extension Incoming {
    fileprivate var line: Int {
        switch self {
        case .event(_, let line): line
        case .defect(let defect): defect.line
        }
    }
}
