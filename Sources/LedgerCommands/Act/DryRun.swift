import LedgerDomain
import LedgerLog
import LedgerProcessor

/// What would be appended and sent, in order, with nothing sent but reads.
struct DryRun {
    private let listing: Listing

    /// What the calls would send is shown as the log would keep it: with its values sealed.
    init(_ act: StageAct, _ request: DeploymentRequest, _ rehearsal: Rehearsal) throws(Failure) {
        let deployment = UniqueID.make()
        let asked = act.proposal(request, as: deployment)
        let intents = rehearsal.calls.map { act.proposal($0.intent, of: deployment) }
        let drafts: [EventDraft]
        do { drafts = try act.ledger().preview([asked] + intents) } catch { throw Failure(error, on: act.id) }
        var rows: [[JSONValue]] = []
        for draft in drafts {
            rows.append(["event", .string(draft.type), .object(draft.data)])
            guard draft.type == EventType.actionIntended.rawValue else { continue }
            let call = "\(draft.data["service"]?.string ?? "") \(draft.data["operation"]?.string ?? "")"
            rows.append(["event", .string(EventType.actionAttempted.rawValue), ["attempt": 1]])
            rows.append(["call", .string(call), draft.data["request"] ?? [:]])
            rows.append(["event", .string(EventType.actionSucceeded.rawValue), ["attempt": 1]])
        }
        for type in [EventType.deploymentStarted, .deploymentSucceeded] {
            rows.append(["event", .string(type.rawValue), [:]])
        }
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

extension Rehearsal.Call {
    fileprivate var intent: ActionIntent {
        ActionIntent(
            service: operation.service,
            operation: operation.operation,
            actionClass: operation.actionClass,
            request: request
        )
    }
}

extension StageAct {
    fileprivate func proposal(_ intent: ActionIntent, of deployment: DeploymentID) -> Proposal {
        Proposal(.stage(.action(.make(), deployment: deployment, .intended(intent))), in: .stage(id))
    }
}
