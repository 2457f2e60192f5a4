import LedgerDomain
import LedgerLog
import LedgerValues

extension Intake {
    /// Decides what one event adds to the append.
    mutating func decide(_ item: Incoming, at index: Int, in plan: inout Plan) throws(IntakeError) -> Verdict {
        switch item {
        case .defect(let defect): return .defect(defect.reason)
        case .event(let envelope, _):
            let step: Step
            do { step = try Step(for: envelope, directory, gate) } catch {
                switch error {
                case .defect(let reason): return .defect(reason)
                case .sealing(let error): throw .sealing(error)
                }
            }
            return try take(step, of: envelope, at: index, in: &plan)
        }
    }

    private mutating func take(
        _ step: Step,
        of envelope: Envelope,
        at index: Int,
        in plan: inout Plan
    ) throws(IntakeError) -> Verdict {
        switch step {
        case .append(let drafts): return plan.take(drafts, at: index, as: .taken)
        case .call(let stream, let call): return try record(call, in: stream, of: envelope, at: index, in: &plan)
        case .keep(let draft, let workload): return try keep(draft, at: index, in: &plan, as: .unmatched(workload))
        case .observe(let fact, let stage): return try observe(fact, of: stage, envelope, at: index, in: &plan)
        case .withoutEffect: return .withoutEffect
        case .ignored: return .ignored
        case .notUnderstood: return .notUnderstood("\(envelope.source) \(envelope.detailType)")
        }
    }

    /// However a call is told, the first that tells of it is kept.
    private func record(
        _ call: ObservedCall,
        in stream: StreamName,
        of envelope: Envelope,
        at index: Int,
        in plan: inout Plan
    ) throws(IntakeError) -> Verdict {
        let id = envelope.callID
        if plan.draft(id) != nil { return .repeated }
        if try logging({ () throws(EventLogError) in try log.record(id: id) }) != nil { return .repeated }
        do throws(Hindrance) {
            let draft = try envelope.draft(recording: call, in: stream, through: gate)
            return plan.take([draft], at: index, as: .taken)
        } catch {
            switch error {
            case .defect(let reason): return .defect(reason)
            case .sealing(let error): throw .sealing(error)
            }
        }
    }

    /// Sealed again, a kept event would differ from itself, so it is looked for first.
    private func keep(
        _ draft: EventDraft,
        at index: Int,
        in plan: inout Plan,
        as verdict: Verdict
    ) throws(IntakeError) -> Verdict {
        if plan.draft(draft.id) != nil { return .repeated }
        if try logging({ () throws(EventLogError) in try log.record(id: draft.id) }) != nil { return .repeated }
        return plan.take([draft], at: index, as: verdict)
    }

    private mutating func observe(
        _ fact: WorkloadFact,
        of stage: StageAdded,
        _ envelope: Envelope,
        at index: Int,
        in plan: inout Plan
    ) throws(IntakeError) -> Verdict {
        let id = stage.id
        let sighting: StageSighting
        let version: Int
        switch try sight(fact, of: stage, envelope) {
        case .success(let sight): (sighting, version) = sight
        case .failure(let reason): return .defect(reason)
        }
        switch sighting {
        case .repeated: return .repeated
        case .waits(let draft): return try keep(draft, at: index, in: &plan, as: .waiting(id.description))
        case .events(let events, let drafts):
            guard !events.isEmpty else { return .withoutEffect }
            let verdict = plan.take(drafts, at: index, as: .taken, expecting: version)
            if verdict == .taken { streams[id]?.add(drafts, of: events) }
            return verdict
        }
    }

    /// What a fact is to its stage, and how many events the stage's stream has.
    ///
    /// The stream is read once a run. It is not handed out: a copy that lived on would cost a copy of the whole at the
    /// next change.
    private mutating func sight(
        _ fact: WorkloadFact,
        of stage: StageAdded,
        _ envelope: Envelope
    ) throws(IntakeError) -> Result<(StageSighting, version: Int), Defect.Reason> {
        let id = stage.id
        let stream =
            if let known = streams[id] {
                known
            } else {
                try logging { () throws(EventLogError) in try StageStream(of: id, in: log) }
            }
        streams[id] = stream
        try stream.require(stage)
        do throws(Hindrance) {
            return .success((try StageSighting(of: fact, envelope, stage, in: stream, gate), stream.version))
        } catch {
            switch error {
            case .defect(let reason): return .failure(reason)
            case .sealing(let error): throw .sealing(error)
            }
        }
    }
}

/// What is to be done with an event, by itself and the stages that there are.
private enum Step {
    case append([EventDraft])
    case call(StreamName, ObservedCall)
    case keep(EventDraft, workload: String)
    case observe(WorkloadFact, of: StageAdded)
    case withoutEffect
    case ignored
    case notUnderstood

    init(for envelope: Envelope, _ directory: StageDirectory, _ gate: SealingGate) throws(Hindrance) {
        let translation: Translation
        do { translation = try Translation(of: envelope) } catch { throw .defect(error) }
        switch translation {
        case .facts(let facts): self = .append(try envelope.drafts(facts, through: gate))
        case .sighting(let fact):
            if let stage = directory.stage(of: fact.workload) {
                self = .observe(fact, of: stage)
            } else {
                self = .keep(try envelope.draft(keptThrough: gate), workload: fact.workload.description)
            }
        case .call(let stream, let call): self = .call(stream, call)
        case .withoutEffect: self = .withoutEffect
        case .ignored: self = .ignored
        case .notUnderstood: self = .notUnderstood
        }
    }
}

extension Plan {
    fileprivate mutating func take(
        _ drafts: [EventDraft],
        at index: Int,
        as verdict: Verdict,
        expecting version: Int? = nil
    ) -> Verdict {
        guard drafts.allSatisfy(\.fits) else { return .defect(.tooLargeToKeep) }
        let planned = drafts.compactMap { draft($0.id) }
        guard planned.isEmpty else { return planned == drafts ? .repeated : .defect(.idReused) }
        add(drafts, for: index, expecting: version)
        return verdict
    }
}
