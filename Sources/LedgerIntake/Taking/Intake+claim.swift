package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// The result of a claim.
package struct ClaimReport: Equatable, Sendable {
    /// How many events belong to the stage now, whether they changed anything or not.
    package internal(set) var claimed = 0
    /// How many of these changed something.
    package internal(set) var taken = 0
    /// How many events have to wait for the answer to a call of the stage's own.
    package internal(set) var waiting = 0

    package init() {}
}

extension Intake {
    /// Takes the kept events of a stage's workload into the stage, in the order in which they happened.
    ///
    /// - Throws: ``Rejection/stageUnknown(_:)`` in ``ClaimError``.
    package mutating func claim(
        _ id: StageID,
        by actor: String,
        at now: Timestamp
    ) throws(ClaimError) -> ClaimReport {
        guard let stage = directory.stage(id) else { throw .rejected(.stageUnknown(id)) }
        do { return try claimAll(stage, by: actor, at: now) } catch {
            switch error {
            case .log(let error): throw .log(error)
            case .sealing(let error): throw .sealing(error)
            case .stageDiffers(let id): throw .stageDiffers(id)
            }
        }
    }

    /// Claims what waits for stages whose calls have been answered meanwhile.
    package mutating func claimWaiting(by actor: String, at now: Timestamp) throws(IntakeError) -> ClaimReport {
        var report = ClaimReport()
        let unmatched = try logging { () throws(EventLogError) in try Self.unmatched(in: log) }
        let waiting = Set(unmatched.compactMap(\.observation.waitsFor))
        for id in waiting.sorted() {
            guard let stage = directory.stage(id) else { continue }
            let claim = try claimAll(stage, by: actor, at: now)
            report.claimed += claim.claimed
            report.taken += claim.taken
            report.waiting += claim.waiting
        }
        return report
    }

    private mutating func claimAll(
        _ stage: StageAdded,
        by actor: String,
        at now: Timestamp
    ) throws(IntakeError) -> ClaimReport {
        let claim = try log.transact(
            orLogFailure: IntakeError.log,
            decidingAgainAfter: { error throws(IntakeError) in error.isRival },
            { () throws(IntakeError) in
                let kept = try logging { () throws(EventLogError) in
                    try UnmatchedStream(.observation(stage.registry), in: log)
                }
                let claim = try decideClaim(of: stage, in: kept, by: actor, at: now)
                return claim.isEmpty ? .done(claim) : .append(claim.writes(to: kept)) { _ in claim }
            }
        )
        streams[stage.id] = claim.stream
        return claim.report
    }

    /// Both streams are expected where they were read: two processes that claim at once claim each event once.
    private func decideClaim(
        of stage: StageAdded,
        in kept: UnmatchedStream,
        by actor: String,
        at now: Timestamp
    ) throws(IntakeError) -> Claim {
        let stream = try logging { () throws(EventLogError) in try StageStream(of: stage.id, in: log) }
        try stream.require(stage)
        var claim = Claim(of: stage, in: stream, through: gate, by: actor, at: now)
        for (unmatched, fact) in kept.unmatched.ofStage(stage.id, directory) {
            if try logging({ () throws(EventLogError) in try isElsewhere(unmatched, than: stage.id) }) {
                try claim.takeRepeated(unmatched)
            } else {
                try claim.take(unmatched, fact)
            }
        }
        return claim
    }

    /// Whether another stage took it in, which ran its workload then.
    private func isElsewhere(_ unmatched: Unmatched, than stage: StageID) throws(EventLogError) -> Bool {
        guard let id = try? unmatched.envelope.firstID(), let record = try log.record(id: id) else { return false }
        return (try? record.read())?.subject != StreamName.stage(stage).description
    }
}

extension EventLogError {
    /// Whether somebody else claimed at the same time: the id of a claim does not depend on who makes it.
    fileprivate var isRival: Bool {
        switch self {
        case .conflict, .idReused: true
        default: false
        }
    }
}

/// Why nothing was claimed.
package enum ClaimError: Error, Equatable, Sendable {
    case rejected(Rejection)
    case log(EventLogError)
    case sealing(SealingError)
    case stageDiffers(StageID)
}

extension [Unmatched] {
    /// Those of the stage's workload, in the order in which they happened.
    fileprivate func ofStage(_ id: StageID, _ directory: StageDirectory) -> [(Unmatched, WorkloadFact)] {
        compactMap { unmatched in
            guard let fact = unmatched.fact, directory.stage(of: fact.workload)?.id == id else { return nil }
            return (unmatched, fact)
        }
        .sorted { ($0.1.time, $0.0.id) < ($1.1.time, $1.0.id) }
    }
}

/// A claim that is being decided.
private struct Claim {
    private let stage: StageAdded
    private let gate: SealingGate
    private let actor: String
    private let now: Timestamp
    private let versionBefore: Int
    private(set) var stream: StageStream
    private(set) var report = ClaimReport()
    private var drafts: [EventDraft] = []
    private var claims: [EventDraft] = []

    var isEmpty: Bool { claims.isEmpty }

    init(of stage: StageAdded, in stream: StageStream, through gate: SealingGate, by actor: String, at now: Timestamp) {
        (self.stage, self.gate, self.actor, self.now, self.stream) = (stage, gate, actor, now, stream)
        versionBefore = stream.version
    }

    mutating func take(_ unmatched: Unmatched, _ fact: WorkloadFact) throws(IntakeError) {
        switch try sighting(of: fact, in: unmatched.envelope) {
        case nil, .waits?:
            report.waiting += 1
            return
        case .repeated?: break
        case .events(let events, let drafts)?:
            stream.add(drafts, of: events)
            self.drafts += drafts
            if !events.isEmpty { report.taken += 1 }
        }
        try takeRepeated(unmatched)
    }

    /// Nil for an event that makes no records.
    private func sighting(
        of fact: WorkloadFact,
        in envelope: Envelope
    ) throws(IntakeError) -> StageSighting? {
        do { return try StageSighting(of: fact, envelope, stage, in: stream, gate) } catch {
            switch error {
            case .defect: return nil
            case .sealing(let error): throw .sealing(error)
            }
        }
    }

    /// Claims an event whose records the log already has.
    mutating func takeRepeated(_ unmatched: Unmatched) throws(IntakeError) {
        claims.append(try draft(claiming: unmatched))
        report.claimed += 1
    }

    private func draft(claiming unmatched: Unmatched) throws(IntakeError) -> EventDraft {
        let event = LedgerEvent.observation(.claimed(unmatched.id, by: stage.id))
        let content: SealedData
        do { content = try gate.seal(event.data, in: unmatched.observation.registry) } catch { throw .sealing(error) }
        return EventDraft(
            id: UniqueID(source: "claimed", id: unmatched.id.description, ordinal: 0),
            type: event.type.rawValue,
            subject: StreamName.observation(unmatched.observation.registry).description,
            time: now,
            actor: actor,
            correlationID: unmatched.id,
            causationID: unmatched.id,
            data: content
        )
    }

    func writes(to kept: UnmatchedStream) -> [StreamWrite] {
        [
            StreamWrite(
                subject: StreamName.stage(stage.id).description,
                expected: .exactly(versionBefore),
                events: drafts
            ),
            StreamWrite(subject: kept.stream.description, expected: .exactly(kept.version), events: claims),
        ]
    }
}
