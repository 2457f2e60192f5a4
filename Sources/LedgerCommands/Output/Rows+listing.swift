import LedgerOperations
import LedgerViews

extension Rows {
    /// With JSON where a column holds JSON.
    var listing: Listing {
        Listing(columns: columns, rows: rows.map { row in zip(columns, row.cells).map { $1.json(in: $0) } })
    }
}
