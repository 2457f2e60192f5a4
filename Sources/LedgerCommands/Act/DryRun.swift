import LedgerDomain
import LedgerLog
import LedgerProcessor

/// What would be appended and sent, in order, with nothing sent but reads.
struct DryRun {
    private let listing: Listing
    private let id: StageID

    init(_ act: StageAct, _ request: DeploymentRequest) throws(Failure) {
        id = act.id
        let drafts: [EventDraft]
        do { drafts = try act.ledger().preview([act.proposal(request)]) } catch { throw Failure(error, on: id) }
        var rows = drafts.map { draft -> [JSONValue] in ["event", .string(draft.type), .object(draft.data)] }
        let plan = (request.changes["plan"]?.array ?? []).compactMap(\.string)
        for name in plan.compactMap(DeploymentOperation.init(rawValue:)) {
            rows.append([
                "event", .string(EventType.actionIntended.rawValue), .object(Self.outline(name, request, act)),
            ])
            rows.append([
                "call", .string("\(name.service) \(name.operation)"), .object(Self.outline(name, request, act)),
            ])
        }
        rows.append(["event", .string(EventType.deploymentStarted.rawValue), [:]])
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

    /// The parts of a call that are known before it is made.
    private static func outline(
        _ operation: DeploymentOperation,
        _ request: DeploymentRequest,
        _ act: StageAct
    ) -> JSONObject {
        guard case .ecs(let cluster, let service, let family, let container) = act.stage.target else { return [:] }
        switch operation {
        case .registerTaskDefinition:
            var outline: JSONObject = ["family": .string(family), "container": .string(container)]
            outline["copyOf"] = request.changes["base"]
            outline["image"] = request.image.map { .string($0) }
            return outline
        case .updateService:
            var outline: JSONObject = ["cluster": .string(cluster), "service": .string(service)]
            outline["taskDefinition"] =
                request.revision.map { .string($0) } ?? .string("the revision that is registered")
            return outline
        }
    }
}
