import LedgerDomain
import LedgerProcessor
import LedgerValues

/// What whoever recovers would do next, as the ledger alone tells it.
struct LeftOpen {
    private var rows: [[JSONValue]] = []

    init(_ stages: [StageID], _ options: LedgerOptions) throws(Failure) {
        let open = try OpenLedger.forReading(options)
        for id in stages {
            guard let found = try open.openDeployment(of: id), !found.isOfOthers else { continue }
            let process = try open.process(found.deployment.id, of: id)
            rows.append([
                .string(process.id.description), .string(id.stack.rawValue), .string(id.stage.rawValue),
                found.deployment.version.json, .string(process.next.text(in: process)),
            ])
        }
    }

    func print(as format: OutputFormat) {
        let listing = Listing(columns: ["deployment", "stack", "stage", "version", "next"], rows: rows)
        listing.print(as: format) {
            guard !rows.isEmpty else { return "No deployment is open." }
            return rows.map { row in
                let name = "\(row[1].string ?? "")/\(row[2].string ?? "")@v\(row[3].integer ?? 0)"
                return "\(name): \(row[4].string ?? "")"
            }
            .joined(separator: "\n")
        }
    }
}

extension DeploymentStep {
    fileprivate func text(in process: DeploymentProcess) -> String {
        func name(_ action: ActionID) -> String { process.action(action)?.intent.operation ?? "a call" }
        return switch self {
        case .awaitApproval: "waits for approval"
        case .intend(let operation): "call \(operation.operation)"
        case .attempt(let action, let attempt): "send \(name(action)), try \(attempt)"
        case .abandon(let action): "leave \(name(action))"
        case .reconcile(let action): "look whether \(name(action)) was carried out"
        case .resolve(let action, let why): "look once more at \(name(action)) (\(action)): \(why)"
        case .start: "write down what has begun at AWS"
        case .follow: "follow it at AWS"
        case .end(let outcome, _, _): "end it: \(outcome.rawValue)"
        case .none: "nothing"
        }
    }
}
