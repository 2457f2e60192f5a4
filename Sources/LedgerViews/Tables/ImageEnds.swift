import LedgerSQLite

/// The times at which images, and tags of them, were deleted.
final class ImageEnds {
    private let prepared: StatementCache
    private var isEmpty: Bool?

    init(in connection: SQLiteConnection) {
        prepared = StatementCache(of: connection)
    }

    func insert(_ image: RowKey, tag: String, at time: Cell) throws(ProjectionError) {
        isEmpty = false
        let statement = try prepared(.insert) { Statements.insertImageEnd }
        try storing { () throws(SQLiteError) in
            try statement.bind(image.cells + [.text(tag), time])
            try statement.run()
        }
    }

    /// The last time at which each tag of the image was deleted; the empty tag stands for the whole image.
    func all(of image: RowKey) throws(ProjectionError) -> [String: String] {
        if try knowsNone() { return [:] }
        let statement = try prepared(.select) { Statements.selectImageEnds }
        return try storing { () throws(SQLiteError) in
            try statement.bind(image.cells)
            defer { statement.reset() }
            var ends: [String: String] = [:]
            while try statement.step() {
                if let tag = statement.cell(0).text, let time = statement.cell(1).text { ends[tag] = time }
            }
            return ends
        }
    }

    /// Skips the lookup where nothing was deleted yet.
    private func knowsNone() throws(ProjectionError) -> Bool {
        if let isEmpty { return isEmpty }
        let statement = try prepared(.other("any")) { Statements.anyImageEnd }
        let found = try storing { () throws(SQLiteError) in
            defer { statement.reset() }
            return try statement.step()
        }
        isEmpty = !found
        return !found
    }
}
