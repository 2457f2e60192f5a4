import LedgerLog

/// Reads what the log holds into what the projection takes.
///
/// It needs no table, so it can work ahead on a thread of its own.
struct FactReader {
    private var subjects: [String: Subject] = [:]

    /// Enough for the streams of a busy hour; then it begins anew, to keep memory flat.
    private static let remembered = 20_000

    mutating func read(_ stored: StoredRecord) -> Reading {
        let record: Record
        do { record = try stored.read() } catch { return .unreadable(stored.position, error) }
        let kind = EventKind.named[record.type]
        let origin = Fact.Origin(stored.position, record, kind, subject(record.subject))
        return .fact(Fact(origin: origin, members: record.data))
    }

    private mutating func subject(_ text: String) -> Subject {
        if let known = subjects[text] { return known }
        if subjects.count > Self.remembered { subjects.removeAll(keepingCapacity: true) }
        let subject = Subject(text)
        subjects[text] = subject
        return subject
    }
}

/// One place of the log, read.
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
