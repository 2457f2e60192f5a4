import LedgerLog
import LedgerSchema

/// The definition of this program's views.
enum ViewDefinition {
    /// Changes whenever the rows or the tables of the views change.
    static let hash: String = {
        let parts = [
            String(Projection.version), LedgerSchema.views, LedgerSchema.viewIndexes, LedgerSchema.viewQueryIndexes,
            LedgerSchema.rollbackTargets,
        ]
        return SHA256Hash(of: Array(parts.joined(separator: "\u{0}").utf8)).description
    }()

    /// The view for other tools that read the file; a session has its own.
    static var rollbackTargets: String {
        "CREATE VIEW rollback_targets AS WITH \(standing),\n\(LedgerSchema.rollbackTargets)"
    }

    private static var standing: String {
        let tables = ["deployments", "runs", "stages", "revisions", "containers", "images", "image_tags"]
        let clock = "clock(now) AS (SELECT strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))"
        return (tables.map { "\($0) AS (SELECT * FROM main.\($0) WHERE valid_to IS NULL)" } + [clock])
            .joined(separator: ",\n")
    }
}
