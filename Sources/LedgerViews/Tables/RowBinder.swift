import LedgerSQLite

/// Binds the cells of a row, with all texts in one reused buffer.
final class RowBinder {
    private var memory: UnsafeMutableRawBufferPointer

    init() {
        memory = .allocate(byteCount: 4_096, alignment: 1)
    }

    deinit { memory.deallocate() }

    /// What is bound is valid until the next call.
    func bind(_ cells: [Cell], to statement: SQLiteStatement) throws(SQLiteError) {
        makeRoom(for: cells)
        var used = 0
        for index in cells.indices {
            switch cells[index] {
            case .null: try statement.bindNull(at: index + 1)
            case .integer(let number): try statement.bind(number, at: index + 1)
            case .text(let text): try statement.bind(borrowedText: copy(text, to: &used), at: index + 1)
            }
        }
    }

    private func makeRoom(for cells: [Cell]) {
        var needed = 0
        for cell in cells {
            if case .text(let text) = cell { needed += text.utf8.count }
        }
        guard needed > memory.count else { return }
        memory.deallocate()
        memory = .allocate(byteCount: needed * 2, alignment: 1)
    }

    private func copy(_ text: String, to used: inout Int) -> UnsafeRawBufferPointer {
        var text = text
        let start = used
        text.withUTF8 { bytes in
            UnsafeMutableRawBufferPointer(rebasing: memory[start...]).copyMemory(from: UnsafeRawBufferPointer(bytes))
            used += bytes.count
        }
        return UnsafeRawBufferPointer(rebasing: memory[start..<used])
    }
}
