import LedgerDomain
import LedgerLog

/// Reads the log's records into facts for the projection.
///
/// It needs no table, so it can work ahead on a thread of its own.
struct FactReader {
    private var streams: [String: StreamName?] = [:]

    /// Enough for the streams of a busy hour; above it everything is forgotten, which limits the memory.
    private static let remembered = 20_000

    mutating func read(_ stored: StoredRecord) -> Reading {
        let record: Record
        do { record = try stored.read() } catch { return .unreadable(stored.position, error) }
        let origin = Fact.Origin(stored.position, record, in: stream(record.subject))
        return .fact(Fact(origin: origin, members: record.data))
    }

    private mutating func stream(_ subject: String) -> StreamName? {
        if let known = streams[subject] { return known }
        if streams.count > Self.remembered { streams.removeAll(keepingCapacity: true) }
        let stream = StreamName(subject)
        streams[subject] = .some(stream)
        return stream
    }
}

/// What was read at one position of the log.
enum Reading: Sendable {
    case fact(Fact)
    case unreadable(Int, RecordError)

    var position: Int {
        switch self {
        case .fact(let fact): fact.position
        case .unreadable(let position, _): position
        }
    }
}
