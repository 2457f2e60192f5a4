import LedgerOperations
import LedgerViews

/// Prints the rows of an answer as they come.
///
/// Only a table for people has to be kept until its end, as its columns are as wide as their longest cell.
struct RowPrinter {
    private let format: OutputFormat
    private(set) var count = 0
    /// Whether there are more rows than were printed.
    private(set) var isTruncated = false
    private var kept: [[Cell]] = []
    private var keptBytes = 0

    /// The most that is kept for a table.
    private static let largest = 64 << 20

    init(as format: OutputFormat) {
        self.format = format
    }

    /// Prints a row; false if no more can be taken.
    mutating func print(_ row: [Cell], of columns: [String]) -> Bool {
        if format == .table {
            keptBytes += row.reduce(0) { $0 + ($1.text?.utf8.count ?? 8) }
            guard keptBytes <= Self.largest else { return leaveOut() }
            kept.append(row)
        } else {
            write(columns, row)
        }
        count += 1
        return true
    }

    /// Leaves out the row that came and those after it.
    mutating func leaveOut() -> Bool {
        isTruncated = true
        return false
    }

    /// Prints what remains after the last row.
    func finish(_ columns: [String], text: (Table) -> String) {
        switch format {
        case .table:
            let text = text(Table(columns: columns, rows: kept))
            if !text.isEmpty { StandardOutput.write(text + "\n") }
        case .json: StandardOutput.write(count == 0 ? "[]\n" : "\n]\n")
        case .jsonl: return
        case .csv: if count == 0 { StandardOutput.write(listing(columns, []).csvHeading) }
        }
    }

    private func write(_ columns: [String], _ row: [Cell]) {
        let listing = listing(columns, [row])
        switch format {
        case .table: return
        case .json: StandardOutput.write(json: (count == 0 ? "[\n" : ",\n") + listing.rows.map(listing.json).joined())
        case .jsonl: StandardOutput.write(json: listing.rows.map(listing.json).joined() + "\n")
        case .csv: StandardOutput.write((count == 0 ? listing.csvHeading : "") + listing.csvRows)
        }
    }

    private func listing(_ columns: [String], _ rows: [[Cell]]) -> Listing {
        Rows(Table(columns: columns, rows: rows)).listing
    }
}
