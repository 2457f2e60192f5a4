/// SQL and JSON Schemas, embedded so that the program needs no file beside it.
package enum LedgerSchema {
    /// The numbered migrations of a SQLite log, the first at index 0.
    package static var logMigrations: [String] { [text(PackageResources.log_001_sql)] }

    /// The tables and views of the read model.
    package static var views: String { text(PackageResources.views_sql) }

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
