/// The key of a row, with its precomputed hash.
struct RowKey: Hashable, Sendable {
    let cells: [Cell]
    let hash: Int

    init(_ cells: [Cell]) {
        self.cells = cells
        var hasher = Hasher()
        for cell in cells { hasher.combine(cell) }
        hash = hasher.finalize()
    }

    init(_ texts: String...) {
        self.init(texts.map(Cell.text))
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }

    static func == (left: RowKey, right: RowKey) -> Bool {
        left.hash == right.hash && left.cells == right.cells
    }
}
