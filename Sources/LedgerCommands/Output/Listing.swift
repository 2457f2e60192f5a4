import LedgerDomain
import LedgerValues

/// Rows under named columns, as a view gives them: what every list command prints.
struct Listing {
    /// In snake_case, as the views name them.
    var columns: [String]
    var rows: [[JSONValue]]

    /// Prints the rows in a format for machines, or what `text` makes of them for people.
    func print(as format: OutputFormat, text: () -> String) {
        switch format {
        case .table:
            let text = text()
            if !text.isEmpty { StandardOutput.write(text + "\n") }
        case .json: StandardOutput.write(json: jsonArray)
        case .jsonl: for row in rows { StandardOutput.write(json: json(row) + "\n") }
        case .csv: StandardOutput.write(csv)
        }
    }
}
