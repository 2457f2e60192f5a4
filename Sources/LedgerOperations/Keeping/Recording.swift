package import LedgerDomain
package import LedgerLog
import LedgerProcessor
package import LedgerValues

/// Events that are recorded together: all of them or none.
package struct EventBatch: Sendable {
    private(set) var proposals: [Proposal] = []
    fileprivate var writer = Writer.program

    fileprivate enum Writer: Sendable {
        case program, processor, input
    }

    /// For what somebody feeds.
    package init() { writer = .input }

    package init(_ event: LedgerEvent, in stream: StreamName) {
        proposals = [Proposal(event, in: stream)]
    }

    /// An event of a stage whose `data` lacks what the ledger works out.
    package init(_ type: EventType, of id: StageID, _ data: JSONObject) {
        proposals = [Proposal(type: type.rawValue, subject: StreamName.stage(id).description, data: data)]
    }

    /// An event that calls follow from.
    package init(act type: EventType, of id: StageID, _ data: JSONObject) {
        self.init(type, of: id, data)
        writer = .processor
    }

    /// Adds an event as `record` takes it; `time` is when it happened, where it does not say.
    package mutating func add(_ json: JSONValue, time: Timestamp?) throws(OperationError) {
        do {
            var proposal = try Proposal(json: json)
            proposal.time = proposal.time ?? time
            proposals.append(proposal)
        } catch { throw .malformed("\(error)", index: proposals.count) }
    }
}

extension Ledger {
    /// Records a batch; the same batch under the same key is recorded once.
    @discardableResult
    package func record(
        _ batch: EventBatch,
        by caller: String,
        idempotencyKey: String? = nil
    ) throws(OperationError) -> [Recorded] {
        let (recorder, writer) = (try recorder(), try writer(of: batch))
        do {
            return try recorder.record(batch.proposals, by: caller, as: writer, idempotencyKey: idempotencyKey)
        } catch { throw OperationError(error) }
    }

    /// What would be appended, without appending it.
    package func preview(
        _ batch: EventBatch,
        by caller: String,
        idempotencyKey: String? = nil
    ) throws(OperationError) -> [EventDraft] {
        let (recorder, writer) = (try recorder(), try writer(of: batch))
        do {
            return try recorder.preview(batch.proposals, by: caller, as: writer, idempotencyKey: idempotencyKey)
        } catch { throw OperationError(error) }
    }

    private func writer(of batch: EventBatch) throws(OperationError) -> EventWriter {
        switch batch.writer {
        case .program: return .program
        case .input: return .input
        case .processor:
            let log = try log()
            do { return .processor(ActKeys(try keys.ring(), ledger: log.ledger)) } catch { throw .sealing(error) }
        }
    }
}
