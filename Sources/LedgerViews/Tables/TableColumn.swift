/// The columns of a temporal table, in the order of its definition and without `valid_from` and `valid_to`.
///
/// A test holds each of these lists against the schema.
protocol TableColumn: RawRepresentable<Int>, CaseIterable, Sendable {
    static var table: String { get }
    /// What tells the rows that stand at one moment apart.
    static var key: [Self] { get }
}

extension TableColumn {
    /// The name in SQL: the case's name in snake case.
    ///
    /// Byte by byte, as every query makes some two hundred of them before it answers.
    var name: String {
        var bytes: [UInt8] = []
        for byte in "\(self)".utf8 {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isUpper { bytes.append(UInt8(ascii: "_")) }
            bytes.append(isUpper ? byte | 0x20 : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The name as an identifier, as some columns are named by SQL keywords.
    var quoted: String { "\"\(name)\"" }

    static var width: Int { allCases.count }
}

/// One row of a temporal table.
struct Row<Column: TableColumn>: Equatable, Sendable {
    private(set) var cells: [Cell]

    init() {
        cells = Array(repeating: .null, count: Column.width)
    }

    init(cells: [Cell]) {
        self.cells = cells
    }

    subscript(column: Column) -> Cell {
        get { cells[column.rawValue] }
        set { cells[column.rawValue] = newValue }
    }

    var key: RowKey { RowKey(Column.key.map { self[$0] }) }

    func has(_ key: RowKey) -> Bool {
        for (column, cell) in zip(Column.key, key.cells) where self[column] != cell { return false }
        return true
    }

    /// Puts `value` where the column has none yet.
    mutating func fill(_ column: Column, _ value: Cell) {
        if self[column].isNull { self[column] = value }
    }

    /// Puts `value` unless it is null: a fact that does not tell leaves what is known.
    mutating func learn(_ column: Column, _ value: Cell) {
        if !value.isNull { self[column] = value }
    }
}
