import LedgerDomain
import LedgerLog
import LedgerValues

/// What one append will write, and for which of the given events.
struct Plan {
    private var subjects: [String] = []
    private var writes: [String: [(draft: EventDraft, item: Int)]] = [:]
    private var expected: [String: Int] = [:]
    private var planned: [UniqueID: EventDraft] = [:]

    var isEmpty: Bool { planned.isEmpty }

    /// The draft that is planned under an id already.
    func draft(_ id: UniqueID) -> EventDraft? { planned[id] }

    /// Adds the drafts of the event at `item`.
    ///
    /// With `version` the stream must have that many events before the first of this plan.
    mutating func add(_ drafts: [EventDraft], for item: Int, expecting version: Int? = nil) {
        for draft in drafts {
            if writes[draft.subject] == nil {
                subjects.append(draft.subject)
                expected[draft.subject] = version
            }
            writes[draft.subject, default: []].append((draft, item))
            planned[draft.id] = draft
        }
    }

    var streamWrites: [StreamWrite] {
        subjects.map { subject in
            StreamWrite(
                subject: subject,
                expected: expected[subject].map { .exactly($0) } ?? .any,
                events: entries(of: subject).map(\.draft)
            )
        }
    }

    /// The events that a draft of this plan was for, in the order of ``streamWrites``.
    var items: [Int] {
        subjects.flatMap { entries(of: $0).map(\.item) }
    }

    func item(of id: UniqueID) -> Int? {
        for subject in subjects {
            if let entry = entries(of: subject).first(where: { $0.draft.id == id }) { return entry.item }
        }
        return nil
    }

    private func entries(of subject: String) -> [(draft: EventDraft, item: Int)] {
        writes[subject] ?? []
    }
}
