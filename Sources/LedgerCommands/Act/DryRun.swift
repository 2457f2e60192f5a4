import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues
import LedgerSystem

/// What would be appended and sent, in order, with nothing sent but reads.
struct DryRun {
    private let listing: Listing

    /// A deployment that is asked for; an open one gives way to it, by the calls of `stop`.
    init(
        _ entry: StageEntry,
        _ request: DeploymentRequest,
        _ rehearsal: Rehearsal,
        ending open: DeploymentID?,
        _ stop: Rehearsal
    ) throws(Failure) {
        let deployment = UniqueID.make()
        var proposals: [Proposal] = []
        if let open {
            proposals = entry.proposals(ending: open, because: "a \(request.kind.rawValue) takes its place", stop)
        }
        proposals.append(entry.proposal(request, as: deployment))
        proposals += rehearsal.calls.map { entry.proposal(ActionIntent($0.operation, $0.request), of: deployment) }
        try self.init(entry, proposals, then: [.deployment(.started), .deployment(.succeeded)])
    }

    /// An open deployment that is not wanted any more, as it stands now.
    init(_ entry: StageEntry, unwanted: DeploymentID, _ reason: String?, _ stop: Rehearsal) throws(Failure) {
        try self.init(entry, entry.proposals(ending: unwanted, because: reason, stop), then: [])
    }

    /// What the calls would send is shown as the log would keep it: with its values sealed.
    private init(_ entry: StageEntry, _ proposals: [Proposal], then last: [EventType]) throws(Failure) {
        var rows: [[JSONValue]] = []
        for draft in try entry.preview(proposals) {
            rows.append(["event", .string(draft.type), .object(draft.data)])
            guard draft.type == EventType.action(.intended).rawValue else { continue }
            let call = "\(draft.data["service"]?.string ?? "") \(draft.data["operation"]?.string ?? "")"
            rows.append(["event", .string(EventType.action(.attempted).rawValue), ["attempt": 1]])
            rows.append(["call", .string(call), draft.data["request"] ?? [:]])
            rows.append(["event", .string(EventType.action(.succeeded).rawValue), ["attempt": 1]])
        }
        for type in last { rows.append(["event", .string(type.rawValue), [:]]) }
        listing = Listing(columns: ["kind", "what", "data"], rows: rows)
    }

    func print(as format: OutputFormat) {
        listing.print(as: format) {
            let lines = listing.rows.map { row in
                "\(row[0].string == "call" ? "would call  " : "would append")  \(row[1].string ?? "")  "
                    + CanonicalJSON.text(row[2])
            }
            return (lines + ["Nothing was appended and nothing was changed."]).joined(separator: "\n")
                .escapingControlsInLines
        }
    }
}

extension StageEntry {
    /// The events by which an open deployment comes to its end.
    fileprivate func proposals(
        ending open: DeploymentID,
        because reason: String?,
        _ stop: Rehearsal
    ) -> [Proposal] {
        [proposal(.deployment(.cancelRequested), of: open, reason: reason)]
            + stop.calls.map { proposal(ActionIntent($0.operation, $0.request), of: open) }
            + [proposal(.deployment(.cancelled), of: open, reason: reason)]
    }

    fileprivate func proposal(_ intent: ActionIntent, of deployment: DeploymentID) -> Proposal {
        Proposal(.stage(.action(.make(), deployment: deployment, .intended(intent))), in: .stage(id))
    }
}
