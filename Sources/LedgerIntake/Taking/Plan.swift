import LedgerDomain
import LedgerLog
import LedgerValues

/// The drafts that one append will write, and the event that each is for.
struct Plan {
    private var subjects: [String] = []
    private var writes: [String: [(draft: EventDraft, item: Int)]] = [:]
    private var expected: [String: Int] = [:]
    private var planned: [UniqueID: EventDraft] = [:]

    var isEmpty: Bool { planned.isEmpty }

    /// The draft that is already planned under an id.
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

    /// Every draft with the event that it was for, in the order of ``streamWrites``.
    var entries: [(draft: EventDraft, item: Int)] {
        subjects.flatMap(entries)
    }

    private func entries(of subject: String) -> [(draft: EventDraft, item: Int)] {
        writes[subject] ?? []
    }
}
