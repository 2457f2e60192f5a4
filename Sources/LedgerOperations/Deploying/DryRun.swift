import LedgerDomain
import LedgerLog
import LedgerProcessor
package import LedgerValues
import LedgerSystem

/// What would be appended and sent, in order, with nothing sent but reads.
package struct DryRun: Sendable {
    package enum Kind: String, Sendable {
        case event, call
    }

    package struct Line: Sendable {
        package let kind: Kind
        /// The event's type, or the service and the operation of a call.
        package let what: String
        package let data: JSONObject
    }

    /// In the order in which it would happen.
    package let lines: [Line]

    /// What was appended to the stage's ledger, which keeps nothing of it; nothing more is to be done.
    init(_ stage: OpenStage) throws(OperationError) { lines = try stage.foreseen }

    /// A deployment that is asked for; an open one gives way to it, by the calls of `stop`, or in the log alone.
    init(
        _ stage: OpenStage,
        _ wish: DeploymentWish,
        _ rehearsal: Rehearsal,
        ending open: DeploymentID?,
        _ stop: Rehearsal?
    ) throws(OperationError) {
        let deployment = UniqueID.make()
        var proposals: [Proposal] = []
        if let open {
            let kind = wish.request.kind
            proposals = stage.proposals(
                ending: open,
                by: stage.proposal(toEnd: open, for: kind),
                kind.reasonToEnd,
                stop
            )
        }
        proposals += wish.facts
        proposals.append(stage.proposal(wish.request, as: deployment))
        proposals += rehearsal.calls.map { stage.proposal($0.operation, $0.request, of: deployment) }
        try self.init(
            stage,
            proposals,
            then: [.deployment(.started), .deployment(.succeeded)],
            closing: wish.request.plan.closing
        )
    }

    /// An open deployment that is resumed: what is left of it.
    init(_ stage: OpenStage, resuming open: DeploymentID, _ rest: Rehearsal) throws(OperationError) {
        let proposals = rest.calls.map { stage.proposal($0.operation, $0.request, of: open) }
        try self.init(stage, proposals, then: [.deployment(.started), .deployment(.succeeded)])
    }

    /// An open deployment that is not wanted any more, as it stands now.
    init(_ stage: OpenStage, unwanted: DeploymentID, _ reason: String?, _ stop: Rehearsal?) throws(OperationError) {
        let wish = stage.proposal(.deployment(.cancelRequested), of: unwanted, reason: reason)
        try self.init(stage, stage.proposals(ending: unwanted, by: wish, reason, stop), then: [])
    }

    /// What the calls would send is shown as the log would keep it: with its values sealed.
    ///
    /// The call that closes a deployment comes after the first of `last`, its start.
    private init(
        _ stage: OpenStage,
        _ proposals: [Proposal],
        then last: [EventType],
        closing: DeploymentOperation? = nil
    ) throws(OperationError) {
        var lines = try stage.foreseen
        var last = last
        for draft in try stage.preview(proposals) {
            if let closing, draft.data["operation"]?.string == closing.operation, !last.isEmpty {
                lines.append(Line(kind: .event, what: last.removeFirst().rawValue, data: [:]))
            }
            lines.append(Line(kind: .event, what: draft.type, data: draft.data))
            guard draft.type == EventType.action(.intended).rawValue else { continue }
            let call = "\(draft.data["service"]?.string ?? "") \(draft.data["operation"]?.string ?? "")"
            lines.append(Line(kind: .event, what: EventType.action(.attempted).rawValue, data: ["attempt": 1]))
            lines.append(Line(kind: .call, what: call, data: draft.data["request"]?.object ?? [:]))
            lines.append(Line(kind: .event, what: EventType.action(.succeeded).rawValue, data: ["attempt": 1]))
        }
        self.lines = lines + last.map { Line(kind: .event, what: $0.rawValue, data: [:]) }
    }
}

extension OpenStage {
    /// What the looks at AWS so far would have recorded.
    fileprivate var foreseen: [DryRun.Line] {
        get throws(OperationError) {
            try (ledger.rehearsal?.appended ?? []).map { stored throws(OperationError) in
                guard let record = try? stored.read() else { throw .log(.damaged("#\(stored.position)")) }
                return DryRun.Line(kind: .event, what: record.type, data: record.data)
            }
        }
    }

    /// The calls that are left of an open deployment, whole: those that are recorded, and those that would be found out.
    func remainingCalls(of open: DeploymentID) async throws(OperationError) -> [RecordedCall] {
        let recorded = try process(open).pendingCalls
        let rest = try DryRun(self, resuming: open, try await rehearsal(resuming: open)).lines.filter { line in
            line.kind == .call && !recorded.contains { $0.what == line.what }
        }
        return recorded + rest.map { RecordedCall(what: $0.what, request: $0.data) }
    }

    /// The events by which an open deployment comes to its end, the wish for it first unless it ends in the log alone.
    fileprivate func proposals(
        ending open: DeploymentID,
        by wish: Proposal,
        _ reason: String?,
        _ stop: Rehearsal?
    ) -> [Proposal] {
        let end = proposal(.deployment(.cancelled), of: open, reason: reason)
        guard let stop else { return [end] }
        return [wish] + stop.calls.map { proposal($0.operation, $0.request, of: open) } + [end]
    }

    fileprivate func proposal(
        _ operation: DeploymentOperation,
        _ request: JSONObject,
        of deployment: DeploymentID
    ) -> Proposal {
        let intent = ActionIntent(operation, request, in: stage.registry)
        return Proposal(.stage(.action(.make(), deployment: deployment, .intended(intent))), in: .stage(id))
    }
}

extension DeploymentProcess {
    /// The calls that are recorded and have not landed, as they would be sent, with sealed values.
    package var pendingCalls: [RecordedCall] {
        plan.compactMap { operation in
            guard landed[operation] == nil, let intent = action(for: operation)?.intent else { return nil }
            return RecordedCall(what: "\(intent.service) \(intent.operation)", request: intent.request)
        }
    }
}
