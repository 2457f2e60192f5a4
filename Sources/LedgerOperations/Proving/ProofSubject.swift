import LedgerDomain
import LedgerViews
import LedgerValues

/// What is to be proved.
package enum ProofSubject {
    case event(Int)
    case deployment(String, positions: [Int])

    package init(_ text: String, _ views: OpenViews) throws(OperationError) {
        let reference = try Reference(text, now: views.now)
        switch reference {
        case .event(let position): self = .event(position)
        case .id(let id):
            let row = try views.rows(.eventByID, ["id": .text(id.description)]).rows.first
            if let position = row?.integer("position") {
                self = .event(position)
            } else {
                self = try Self.deployment(try views.deployment(reference, named: text), views)
            }
        case .stage, .version, .back, .time, .revision, .digest, .commit:
            self = try Self.deployment(try views.deployment(reference, named: text), views)
        }
    }

    /// All events that share the deployment's correlation id.
    private static func deployment(_ row: Row, _ views: OpenViews) throws(OperationError) -> ProofSubject {
        let parameters: [String: Cell] = [
            "correlation": Cell(row.text("correlation_id")), "after": .integer(0), "subject": .null, "type": .null,
            "actor": .null, "since": .null, "until": .null,
        ]
        let events = try views.rows(.events, parameters.limited(to: -1)).rows
        return .deployment(row.deploymentName, positions: events.compactMap { $0.integer("position") })
    }
}
