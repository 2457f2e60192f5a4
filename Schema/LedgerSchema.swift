/// SQL and JSON Schemas, embedded in the program.
package enum LedgerSchema {
    /// The migrations of an SQLite log in order, the first at index 0.
    package static var logMigrations: [String] { [text(PackageResources.log_001_sql)] }

    /// The tables and views of the read model.
    package static var views: String { text(PackageResources.views_sql) }

    /// The indexes of the read model that the projection needs from the start.
    package static var viewIndexes: String { text(PackageResources.indexes_sql) }

    /// The indexes of the read model that only queries need; cheaper to create after the tables are filled.
    package static var viewQueryIndexes: String { text(PackageResources.query_indexes_sql) }

    /// The body of the view `rollback_targets`, without the leading `WITH`.
    package static var rollbackTargets: String { text(PackageResources.rollback_targets_sql) }

    /// The body of the view `call_stages`.
    package static var callStages: String { text(PackageResources.call_stages_sql) }

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
