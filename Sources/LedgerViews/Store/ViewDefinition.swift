import LedgerLog
import LedgerSchema

/// What the views of this program are made of.
enum ViewDefinition {
    /// Whatever changes the rows or the tables changes this.
    static let hash: String = {
        let parts = [
            String(Projection.version), LedgerSchema.views, LedgerSchema.viewIndexes, LedgerSchema.viewQueryIndexes,
            LedgerSchema.rollbackTargets,
        ]
        return SHA256Hash(of: Array(parts.joined(separator: "\u{0}").utf8)).description
    }()

    /// The view for whoever reads the file with another tool; a session has its own.
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
