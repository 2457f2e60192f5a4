import LedgerLog

/// The records of some streams in the order of the log, up to a position.
struct StreamMerge {
    private struct Source {
        let subject: String
        var page: ArraySlice<StoredRecord> = []
        var version = 0
        var isAtEnd = false
    }

    private static let pageSize = 200

    private let log: any EventLog
    private let last: Int
    private var sources: [Source]

    init(of subjects: [String], in log: any EventLog, upTo last: Int) {
        (self.log, self.last) = (log, last)
        sources = subjects.map { Source(subject: $0) }
    }

    mutating func next() throws(ViewError) -> StoredRecord? {
        var next: (index: Int, position: Int)?
        for index in sources.indices {
            if sources[index].page.isEmpty, !sources[index].isAtEnd { try fill(index) }
            guard let position = sources[index].page.first?.position else { continue }
            if position < next?.position ?? .max { next = (index, position) }
        }
        return next.map { sources[$0.index].page.removeFirst() }
    }

    private mutating func fill(_ index: Int) throws(ViewError) {
        let source = sources[index]
        let page: [StoredRecord]
        do {
            page = try log.records(of: source.subject, after: source.version, limit: Self.pageSize)
        } catch { throw .log(error) }
        sources[index].page = page.prefix { $0.position <= last }
        sources[index].version += page.count
        sources[index].isAtEnd = page.count < Self.pageSize || sources[index].page.count < page.count
    }
}
