/// Aligned columns under headings, made to fit a terminal.
struct TextTable {
    struct Cell {
        var text: String
        var ink: Ink?

        init(_ text: String, _ ink: Ink? = nil) {
            (self.text, self.ink) = (text.escapingControls, ink)
        }
    }

    private let headings: [String]
    private let keepsEmptyColumns: Bool
    private var rows: [[Cell]] = []
    private static let gap = 2
    /// No column is cut to less.
    private static let narrowest = 6

    init(_ headings: String...) {
        self.init(headings: headings.map { $0.uppercased() })
    }

    /// Columns that are empty everywhere are left out unless they are kept.
    init(headings: [String], keepsEmptyColumns: Bool = false) {
        (self.headings, self.keepsEmptyColumns) = (headings, keepsEmptyColumns)
    }

    mutating func add(_ cells: Cell...) {
        add(cells)
    }

    mutating func add(_ cells: [Cell]) {
        rows.append(cells)
    }

    /// The lines, without a newline after the last.
    func rendered(width: Int? = Terminal.width) -> String {
        let shown = headings.indices.filter { column in
            keepsEmptyColumns || rows.contains { !$0[column].text.isEmpty }
        }
        let widths = Self.fitted(shown.map(naturalWidth), into: width)
        let heading = Self.line(shown.map { Cell(headings[$0], .heading) }, widths)
        return ([heading] + rows.map { row in Self.line(shown.map { row[$0] }, widths) }).joined(separator: "\n")
    }

    private func naturalWidth(of column: Int) -> Int {
        rows.map { $0[column].text.columns }.reduce(headings[column].columns, max)
    }

    /// Takes columns off the widest until all fit.
    private static func fitted(_ natural: [Int], into width: Int?) -> [Int] {
        var widths = natural
        guard let width else { return widths }
        while widths.reduce(0, +) + gap * max(0, widths.count - 1) > width,
            let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > narrowest
        {
            widths[widest] -= 1
        }
        return widths
    }

    private static func line(_ cells: [Cell], _ widths: [Int]) -> String {
        var line = ""
        for (index, (cell, width)) in zip(cells, widths).enumerated() {
            let text = cell.text.cut(to: width)
            line += cell.ink.map { $0.painting(text) } ?? text
            if index < cells.count - 1 { line += String(repeating: " ", count: width - text.columns + gap) }
        }
        while line.utf8.last == UInt8(ascii: " ") { line.unicodeScalars.removeLast() }
        return line
    }
}

extension String {
    /// At most so many columns of a terminal; what is cut off is shown by an ellipsis.
    func cut(to width: Int) -> String {
        guard columns > width else { return self }
        var kept = ""
        for character in self {
            guard (kept + String(character)).columns < width else { break }
            kept.append(character)
        }
        return kept + "…"
    }
}
