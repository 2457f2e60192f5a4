import LedgerDomain
import LedgerLog
import LedgerSystem
import LedgerTesting
import LedgerViews

import LedgerValues

/// The rows that the events of a harness give.
struct CallRows {
    let session: ViewSession
    private let directory: PrivateDirectory

    init(of harness: Harness) throws {
        directory = try PrivateDirectory("ledger-calls")
        let log = harness.log
        let access = LogAccess(path: nil, end: { nil }, open: { log })
        session = try ViewStore(directory: directory.path, log: access).open(at: .now, now: "2027-01-01T00:00:00Z")
        directory.remove()
    }

    func rows(_ sql: String) throws -> [[Cell]] { try session.rows(of: Statement(sql)).rows }

    /// What must not depend on the order of the events: positions and the numbers of deployments do.
    var lasting: [String: [[Cell]]] {
        get throws {
            let calls = CallColumns.all.joined(separator: ", ")
            return [
                "calls": try rows("SELECT \(calls) FROM calls ORDER BY call"),
                "call_stages": try rows("SELECT call, stack, stage, found_by FROM call_stages ORDER BY 1, 2, 3, 4"),
                "deployments": try rows(
                    """
                    SELECT deployment, kind, requested_by, reason, aws_deployment, revision, image, requested_at
                    FROM deployments ORDER BY deployment
                    """
                ),
                "unreadable": try rows("SELECT type, reason FROM unreadable"),
            ]
        }
    }
}

private enum CallColumns {
    static let all = [
        "call", "account", "region", "operation", "principal", "actor", "at", "request", "response", "code",
        "cluster", "ecs_service", "family", "function", "repository", "aws_deployment", "action",
    ]
}
