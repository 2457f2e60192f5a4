import LedgerDomain
import LedgerLog
import LedgerProcessor

/// What would be appended and sent, in order, with nothing sent but reads.
struct DryRun {
    private let listing: Listing

    /// A deployment that is asked for.
    init(_ entry: StageEntry, _ request: DeploymentRequest, _ rehearsal: Rehearsal) throws(Failure) {
        let deployment = UniqueID.make()
        let asked = entry.proposal(request, as: deployment)
        try self.init(entry, asked, of: deployment, rehearsal, then: [.deploymentStarted, .deploymentSucceeded])
    }

    /// An open deployment that is not wanted any more, as it stands now.
    init(_ entry: StageEntry, unwanted: DeploymentID, _ reason: String?, _ rehearsal: Rehearsal) throws(Failure) {
        let wish = entry.proposal(.deploymentCancelRequested, of: unwanted, reason: reason)
        try self.init(entry, wish, of: unwanted, rehearsal, then: [.deploymentCancelled])
    }

    /// What the calls would send is shown as the log would keep it: with its values sealed.
    private init(
        _ entry: StageEntry,
        _ first: Proposal,
        of deployment: DeploymentID,
        _ rehearsal: Rehearsal,
        then last: [EventType]
    ) throws(Failure) {
        let intents = rehearsal.calls.map { entry.proposal(ActionIntent($0.operation, $0.request), of: deployment) }
        var rows: [[JSONValue]] = []
        for draft in try entry.preview([first] + intents) {
            rows.append(["event", .string(draft.type), .object(draft.data)])
            guard draft.type == EventType.actionIntended.rawValue else { continue }
            let call = "\(draft.data["service"]?.string ?? "") \(draft.data["operation"]?.string ?? "")"
            rows.append(["event", .string(EventType.actionAttempted.rawValue), ["attempt": 1]])
            rows.append(["call", .string(call), draft.data["request"] ?? [:]])
            rows.append(["event", .string(EventType.actionSucceeded.rawValue), ["attempt": 1]])
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
    fileprivate func proposal(_ intent: ActionIntent, of deployment: DeploymentID) -> Proposal {
        Proposal(.stage(.action(.make(), deployment: deployment, .intended(intent))), in: .stage(id))
    }
}
