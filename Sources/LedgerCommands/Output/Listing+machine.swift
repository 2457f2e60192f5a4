import LedgerDomain
import LedgerLog
import LedgerValues

extension Listing {
    /// A row as an object, one member a column, in the columns' order.
    func json(_ row: [JSONValue]) -> String {
        let members = zip(columns, row).map { column, value in
            CanonicalJSON.text(.string(column.camelCase)) + ":" + CanonicalJSON.text(value)
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// An array with a row a line.
    var jsonArray: String {
        rows.isEmpty ? "[]\n" : "[\n" + rows.map { json($0) }.joined(separator: ",\n") + "\n]\n"
    }

    /// RFC 4180, but with lines that end as Unix lines do; a null is an empty field.
    var csv: String { csvHeading + csvRows }

    var csvHeading: String { columns.map(\.camelCase.harmlessInSpreadsheets.csvField).joined(separator: ",") + "\n" }

    var csvRows: String { rows.map { $0.map(\.csvField).joined(separator: ",") + "\n" }.joined() }
}

extension String {
    /// `valid_from` as `validFrom`.
    var camelCase: String {
        let words = split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    /// A field with all controls escaped as JSON escapes them, so that a row is a line.
    fileprivate var csvField: String {
        let text = escapingControlsAsJSON
        return text.contains { ",\"".contains($0) }
            ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            : text
    }

    /// Text that a spreadsheet would take for a formula begins with an apostrophe, which it takes for text.
    ///
    /// https://owasp.org/www-community/attacks/CSV_Injection
    fileprivate var harmlessInSpreadsheets: String {
        unicodeScalars.first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false ? "'" + self : self
    }
}

extension JSONValue {
    fileprivate var csvField: String {
        switch self {
        case .null: ""
        case .string(let text): text.harmlessInSpreadsheets.csvField
        case .bool, .integer, .array, .object: CanonicalJSON.text(self).csvField
        }
    }
}
