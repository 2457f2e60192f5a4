/// The columns of a temporal table in the order of its definition, without `valid_from` and `valid_to`.
///
/// A test compares these lists with the schema.
protocol TableColumn: RawRepresentable<Int>, CaseIterable, Sendable {
    static var table: String { get }
    /// The columns that identify a row at any one moment.
    static var key: [Self] { get }
}

extension TableColumn {
    /// The name in SQL: the case's name in snake case.
    ///
    /// Converts bytes for speed: each query builds about two hundred names.
    var name: String {
        var bytes: [UInt8] = []
        for byte in "\(self)".utf8 {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isUpper { bytes.append(UInt8(ascii: "_")) }
            bytes.append(isUpper ? byte | 0x20 : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The quoted name: some columns are named like SQL keywords.
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

    /// Sets `value` if the column is null.
    mutating func fill(_ column: Column, _ value: Cell) {
        if self[column].isNull { self[column] = value }
    }

    /// Sets `value` unless it is null, so that a fact without it keeps what is known.
    mutating func learn(_ column: Column, _ value: Cell) {
        if !value.isNull { self[column] = value }
    }
}
