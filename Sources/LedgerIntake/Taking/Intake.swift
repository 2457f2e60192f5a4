import LedgerDomain
package import LedgerLog
import LedgerValues

/// Appends what AWS reports to the log.
///
/// Facts with streams of their own are appended at any version. In a stage's stream, a deployment that is seen gets the
/// stage's next version, without gaps. So facts of a stage are decided on the stage as it was read, and appended only if
/// nothing was appended in between; otherwise they are decided again. When two processes take in the same events at
/// once, the log has each event once.
///
/// Streams that were read stay in memory, so that a run reads each of them once.
package struct Intake {
    let log: any EventLog
    let gate: SealingGate
    let directory: StageDirectory
    var streams: [StageID: StageStream] = [:]

    /// The maximum number of events in one append.
    private static let batch = 1_000

    package init(into log: any EventLog, through gate: SealingGate, stages directory: StageDirectory) {
        (self.log, self.gate, self.directory) = (log, gate, directory)
    }

    /// Takes in events and counts the verdicts on them; what it reports is durable.
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
        let log = log
        var settled: [Int: Verdict] = [:]
        var (plan, before) = (Plan(), streams)
        return try log.transact(
            orLogFailure: IntakeError.log,
            decidingAgainAfter: { error throws(IntakeError) in
                streams = before
                return try logging { () throws(EventLogError) in try recover(from: error, plan, &settled) }
            },
            { () throws(IntakeError) in
                (plan, before) = (Plan(), streams)
                var verdicts = Array(repeating: Verdict.withoutEffect, count: batch.count)
                for index in batch.order {
                    if let verdict = settled[index] {
                        verdicts[index] = verdict
                    } else {
                        verdicts[index] = try decide(batch[index], at: index, in: &plan)
                    }
                }
                guard !plan.isEmpty else { return .done(verdicts) }
                return .append(plan.streamWrites) { [plan, verdicts] in verdicts.noting($0, of: plan) }
            }
        )
    }

    /// Prepares another attempt; false if none can succeed.
    private mutating func recover(
        from error: EventLogError,
        _ plan: Plan,
        _ settled: inout [Int: Verdict]
    ) throws(EventLogError) -> Bool {
        switch error {
        case .conflict(let subject, _, _):
            guard case .stage(let id)? = StreamName(subject) else { return false }
            streams[id] = nil
            return true
        case .idReused:
            let before = settled.count
            for (draft, item) in plan.entries where settled[item] == nil {
                if try isRefused(draft) { settled[item] = try isKnown(draft) ? .repeated : .defect(.idReused) }
            }
            return settled.count > before
        default: return false
        }
    }

    /// Whether the log has another record under the draft's id.
    private func isRefused(_ draft: EventDraft) throws(EventLogError) -> Bool {
        guard let stored = try log.record(id: draft.id) else { return false }
        guard let record = try? stored.read() else { return true }
        return !draft.isSame(
            as: stored.bytes,
            streamVersion: record.streamVersion,
            recordedTime: record.recordedTime
        )
    }

    /// Whether the log has the same fact under the id.
    ///
    /// Sealing the same value twice gives different texts, a fact of a stage says what was new at that time, and a call is
    /// told in several ways. An earlier version of this program may have kept fewer members.
    private func isKnown(_ draft: EventDraft) throws(EventLogError) -> Bool {
        guard let record = try? log.record(id: draft.id)?.read() else { return false }
        switch (StreamName(record.subject), StreamName(draft.subject)) {
        case (.stage?, .stage?), (.call?, .call?): return true
        default: break
        }
        // Earlier versions left more in the clear.
        let known = ((try? gate.seal(record.data, in: record.registry).object) ?? record.data).withoutSealing
        return record.type == draft.type && record.subject == draft.subject
            && draft.data.withoutSealing.has(known)
    }
}

extension JSONObject {
    /// Whether this has every member of `part`.
    fileprivate func has(_ part: JSONObject) -> Bool {
        part.members.allSatisfy { self[$0.key] == $0.value }
    }
}

extension [Verdict] {
    /// These verdicts, with `repeated` for the events of which the log already had every record.
    fileprivate func noting(_ places: [Place], of plan: Plan) -> [Verdict] {
        let items = plan.entries.map(\.item)
        let fresh = Set(zip(places, items).filter { !$0.0.isRepeat }.map(\.1))
        var verdicts = self
        for item in Set(items).subtracting(fresh) { verdicts[item] = .repeated }
        return verdicts
    }
}

extension [Incoming] {
    /// What ends a task set does not name it, so it is decided after the events that do, in the order of time.
    fileprivate var order: [Int] {
        let ends = enumerated().compactMap { index, item in item.taskSetEnd.map { (time: $0, index: index) } }
        guard !ends.isEmpty else { return indices.map(\.self) }
        return indices.filter { self[$0].taskSetEnd == nil } + ends.sorted(by: <).map(\.index)
    }
}

extension Incoming {
    /// When CodeDeploy said it; nil for the events of other services.
    fileprivate var taskSetEnd: Timestamp? {
        if case .event(let envelope, _) = self, envelope.source == "aws.codedeploy" { envelope.time } else { nil }
    }

    fileprivate var line: Int {
        switch self {
        case .event(_, let line): line
        case .defect(let defect): defect.line
        }
    }
}
