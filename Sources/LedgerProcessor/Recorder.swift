package import LedgerDomain
package import LedgerLog
package import LedgerValues
package import Logging

/// Decides proposals on the newest state of their streams and appends the events that they cause, all or none.
package struct Recorder: Sendable {
    private let log: any EventLog
    /// The streams that were read before, shared by all copies of this recorder.
    let memory: StreamMemory
    private let gate: SealingGate
    private let clock: @Sendable () -> Timestamp
    private let makeID: @Sendable () -> UniqueID
    private let user: String?
    private let logger: Logger?

    /// `user` is the system's, kept beside every other actor.
    package init(
        log: any EventLog,
        gate: SealingGate,
        user: String? = nil,
        clock: @escaping @Sendable () -> Timestamp,
        makeID: @escaping @Sendable () -> UniqueID,
        logger: Logger? = nil
    ) {
        (self.log, self.gate, self.clock, self.makeID) = (log, gate, clock, makeID)
        (self.user, self.logger) = (user, logger)
        memory = StreamMemory(log)
    }

    /// The time by the local clock.
    var now: Timestamp { clock() }

    /// Records a batch.
    ///
    /// With an idempotency key the events' ids are derived from it: the same batch under the same key again returns the
    /// first places, and another batch under it is refused.
    ///
    /// - Throws: Why the first impossible proposal is refused, with its index; then nothing was appended.
    @discardableResult
    package func record(
        _ proposals: [Proposal],
        by actor: String,
        as writer: EventWriter = .program,
        idempotencyKey: String? = nil
    ) throws(RecorderError) -> [Recorded] {
        let hasKey = idempotencyKey != nil
        var newest: Batch?
        let recorded = try log.transact(
            orLogFailure: { RecorderError($0, of: newest, hasKey: hasKey) },
            decidingAgainAfter: { error throws(RecorderError) in error.isRival(hasKey: hasKey) },
            { () throws(RecorderError) in
                if let idempotencyKey, let first = try firstResult(of: proposals, under: idempotencyKey) {
                    return .done(first)
                }
                let batch = try decide(proposals, by: actor, as: writer, idempotencyKey: idempotencyKey)
                newest = batch
                return .append(batch.writes) { batch.recorded(at: $0) }
            }
        )
        for event in recorded { logger?.tell(event) }
        return recorded
    }

    /// What ``record(_:by:idempotencyKey:)`` would append, without appending it; nothing if the key was used for it before.
    ///
    /// - Throws: What the recording would throw, as long as nothing else is appended before it.
    package func preview(
        _ proposals: [Proposal],
        by actor: String,
        as writer: EventWriter = .program,
        idempotencyKey: String? = nil
    ) throws(RecorderError) -> [EventDraft] {
        if let idempotencyKey, try firstResult(of: proposals, under: idempotencyKey) != nil { return [] }
        let batch = try decide(proposals, by: actor, as: writer, idempotencyKey: idempotencyKey)
        if let refused = batch.firstRefused() { throw refused }
        return batch.drafts
    }

    private func decide(
        _ proposals: [Proposal],
        by actor: String,
        as writer: EventWriter,
        idempotencyKey: String?
    ) throws(RecorderError) -> Batch {
        var batch = Batch(
            log: log,
            memory: memory,
            gate: gate,
            now: clock(),
            actor: actor,
            user: user,
            writer: writer,
            eventID: { [makeID] ordinal in
                idempotencyKey.map { UniqueID(source: Self.source, id: $0, ordinal: ordinal) } ?? makeID()
            }
        )
        for (index, proposal) in proposals.enumerated() {
            do { try batch.add(proposal, makeID: makeID) } catch { throw RecorderError(error, at: index) }
        }
        logger?.debug("decision", metadata: ["proposals": "\(proposals.count)", "events": "\(batch.drafts.count)"])
        return batch
    }

    private static let source = "/stackledger/record"
}

// MARK: - Once only

extension Recorder {
    /// The events of a batch that was recorded under this key before; nil if none was.
    private func firstResult(of proposals: [Proposal], under key: String) throws(RecorderError) -> [Recorded]? {
        let stored = try stored(under: key)
        guard !stored.isEmpty else { return nil }
        var rest = proposals[...]
        var withoutEvent: [Proposal] = []
        for (_, record) in stored {
            guard let index = try firstIndex(of: record, in: rest) else {
                guard record.isOnlyCaused else { throw .idempotencyKeyReused(key) }
                continue
            }
            withoutEvent += rest[..<index]
            rest = rest[(index + 1)...]
        }
        guard causeNothing(withoutEvent + rest) else { throw .idempotencyKeyReused(key) }
        return stored.map { Recorded($0.record, at: $0.position) }
    }

    /// The first proposal that a record can be the event of.
    private func firstIndex(of record: Record, in proposals: ArraySlice<Proposal>) throws(RecorderError) -> Int? {
        let data = sealed(record.data)
        for index in proposals.indices {
            if record.agrees(with: try sealed(proposals[index], at: index), in: data) { return index }
        }
        return nil
    }

    /// Whether proposals cause no event: they caused none the first time either.
    private func causeNothing(_ proposals: [Proposal]) -> Bool {
        guard !proposals.isEmpty else { return true }
        let batch = try? decide(proposals, by: Self.source, as: .program, idempotencyKey: nil)
        return batch?.drafts.isEmpty ?? false
    }

    /// A record's data as this version seals it, to be compared by macs: earlier ones left more in the clear.
    private func sealed(_ data: JSONObject) -> JSONObject { (try? gate.seal(data, in: nil).object) ?? data }

    /// A proposal in the form in which it is compared with a record.
    private func sealed(_ proposal: Proposal, at index: Int) throws(RecorderError) -> Proposal {
        var proposal = proposal
        let isChange = (try? proposal.eventType())?.isChange ?? false
        let data = isChange ? proposal.data : proposal.data.withoutNulls
        let sealed: SealedData
        do { sealed = try gate.seal(data, in: nil) } catch { throw .sealing(index: index, error) }
        proposal.data = sealed.object.completingRevision().withoutSealing
        return proposal
    }

    private func stored(under key: String) throws(RecorderError) -> [(position: Int, record: Record)] {
        var all: [(position: Int, record: Record)] = []
        while true {
            let id = UniqueID(source: Self.source, id: key, ordinal: all.count)
            do {
                guard let stored = try log.record(id: id), let record = try? stored.read() else { return all }
                all.append((stored.position, record))
            } catch {
                throw .log(error)
            }
        }
    }
}

extension EventLogError {
    /// Whether somebody else appended first, be it the same batch under the same idempotency key.
    fileprivate func isRival(hasKey: Bool) -> Bool {
        switch self {
        case .conflict: true
        case .idReused: hasKey
        default: false
        }
    }
}

extension RecorderError {
    /// An error of an append that another attempt does not help, or that was the last attempt.
    fileprivate init(_ error: EventLogError, of batch: Batch?, hasKey: Bool) {
        switch error {
        case .conflict: self = .contended
        case .idReused where hasKey: self = .contended
        case .tooLarge, .tooDeep: self = batch?.firstRefused(spare: 15) ?? .log(error)
        default: self = .log(error)
        }
    }
}

extension Batch {
    /// Why the log does not accept the first event that it will not accept.
    ///
    /// Where any version of a stream is fine, it has up to 15 digits more than here: `spare` bytes are kept for them.
    fileprivate func firstRefused(spare: Int = 0) -> RecorderError? {
        let places = writes.flatMap { write in write.events.map { ($0, write.nextVersion) } }
        for ((draft, version), origin) in zip(places, origins) {
            if draft.isTooDeep { return .malformed(index: origin, .tooDeep) }
            let bytes = draft.encoded(streamVersion: version, recordedTime: draft.time).count
            if bytes + spare > Record.largest { return .malformed(index: origin, .tooLarge(bytes: bytes)) }
        }
        return nil
    }
}

extension StreamWrite {
    fileprivate var nextVersion: Int {
        if case .exactly(let version) = expected { version + 1 } else { 1 }
    }
}

extension Record {
    /// Whether this can be the event of `proposal`: it has all of its members, and perhaps others.
    fileprivate func agrees(with proposal: Proposal, in data: JSONObject) -> Bool {
        guard let type = try? proposal.eventType(), type.rawValue == self.type,
            proposal.subject.map({ $0 == subject }) ?? true, proposal.time.map({ $0 == time }) ?? true,
            proposal.actor.map({ $0 == actor }) ?? true
        else { return false }
        return JSONValue.object(data.withoutSealing).holds(.object(proposal.data))
    }

    /// Whether another event can have caused this one.
    fileprivate var isOnlyCaused: Bool { type == EventType.deployment(.superseded).rawValue }
}

extension JSONValue {
    /// Whether this has every member of `part`.
    fileprivate func holds(_ part: JSONValue) -> Bool {
        switch (self, part) {
        case (.object(let whole), .object(let part)):
            part.members.allSatisfy { whole[$0.key]?.holds($0.value) ?? false }
        case (.array(let whole), .array(let part)):
            whole.count == part.count && zip(whole, part).allSatisfy { $0.holds($1) }
        default: self == part
        }
    }
}

extension Recorded {
    fileprivate init(_ record: Record, at position: Int) {
        self.init(
            position: position,
            id: record.id,
            type: record.type,
            subject: record.subject,
            data: record.data,
            isRepeat: true
        )
    }
}

/// Why a batch was not recorded; nothing was appended.
package enum RecorderError: Error, Equatable, Sendable {
    /// `index` is the proposal's, from 0.
    case rejected(index: Int, Rejection)
    case malformed(index: Int, ProposalError)
    case idempotencyKeyReused(String)
    /// Other writers appended first in every attempt.
    case contended
    case log(EventLogError)
    case sealing(index: Int, SealingError)

    init(_ error: BatchError, at index: Int) {
        switch error {
        case .rejected(let rejection): self = .rejected(index: index, rejection)
        case .malformed(let error): self = .malformed(index: index, error)
        case .log(let error): self = .log(error)
        case .sealing(let error): self = .sealing(index: index, error)
        }
    }
}

extension Logger {
    /// Where an event was appended, without its data.
    fileprivate func tell(_ event: Recorded) {
        debug(
            "append",
            metadata: [
                "position": "\(event.position)", "type": "\(event.type)", "subject": "\(event.subject)",
                "repeated": "\(event.isRepeat)",
            ]
        )
    }
}
