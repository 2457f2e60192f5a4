/// One column of a list for people: its heading, and the cell of each element.
struct ListColumn<Element> {
    let heading: String
    let cell: (Element) -> TextTable.Cell

    init(_ heading: String, cell: @escaping (Element) -> TextTable.Cell) {
        (self.heading, self.cell) = (heading, cell)
    }

    /// Nil is an empty cell.
    init(_ heading: String, _ ink: Ink? = nil, text: @escaping (Element) -> String?) {
        self.init(heading) { .init(text($0) ?? "", ink) }
    }

    /// Each cell in its own ink.
    init(_ heading: String, ink: @escaping (Element) -> Ink?, text: @escaping (Element) -> String?) {
        self.init(heading) { .init(text($0) ?? "", ink($0)) }
    }
}

extension TextTable {
    /// A row for each element; columns that are empty everywhere are left out.
    static func text<Element>(of elements: some Sequence<Element>, _ columns: [ListColumn<Element>]) -> String {
        var table = TextTable(headings: columns.map { $0.heading.uppercased() })
        for element in elements { table.add(columns.map { $0.cell(element) }) }
        return table.rendered()
    }
}
