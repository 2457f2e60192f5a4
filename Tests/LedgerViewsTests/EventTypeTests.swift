import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

struct `Every event type in the views` {
    /// Types that only the table of events has, whatever their stream is.
    private static let unprojected: Set<EventType> = [
        .observation(.kept), .observation(.claimed), .ledger(.lossAccepted), .ledger(.signingKeyReplaced),
    ]

    /// Types of which only another event shows what came.
    private static let withoutEffect: Set<EventType> = [.deployment(.cancelRequested), .deployment(.adopted)]

    @Test func `changes rows`() throws {
        var drafts: [EventDraft] = []
        var ends: [(type: EventType, position: Int)] = []
        for (index, type) in EventType.allCases.enumerated() {
            drafts += (Self.preparation(for: type) + [type]).map { Self.example(of: $0, index) }
            ends.append((type, drafts.count))
        }
        for position in drafts.indices { drafts[position].id = UniqueID(high: 9, low: UInt64(position)) }
        let fixture = ViewFixture(drafts)
        #expect(try fixture.session().rows(of: .unreadable).rows == [])
        for (type, end) in ends {
            let change = difference(try rows(fixture, at: end - 1), try rows(fixture, at: end))
            let isUnchanged = Self.unprojected.contains(type) || Self.withoutEffect.contains(type)
            #expect((change == nil) == isUnchanged, "\(type.rawValue)")
        }
    }

    @Test func `is unreadable in a stream of another noun`() throws {
        let types = EventType.allCases
        let drafts = types.indices.map { index in
            var draft = EventDraft.example(of: types[index], id: UniqueID(high: 9, low: UInt64(index)))
            draft.subject = (types[index].stream == .stack ? StreamName.stage("shop/prod") : .stack("shop")).description
            return draft
        }
        let unreadable = try ViewFixture(drafts).session().rows(of: .unreadable).rows.map { $0[1] }
        let expected = types.filter { !Self.unprojected.contains($0) }
        #expect(unreadable == expected.map { .text($0.rawValue) })
    }

    /// The rows of every table except that of the events.
    private func rows(_ fixture: ViewFixture, at position: Int) throws -> [String: [[Cell]]] {
        try fixture.session(at: .position(position)).shown().filter { $0.key != "events" }
    }

    /// The example, about a stack, a stage and a deployment with this number.
    private static func example(of type: EventType, _ number: Int) -> EventDraft {
        var draft = EventDraft.example(of: type)
        switch type.stream {
        case .stack: draft.subject = "stack/shop-\(number)"
        case .stage: draft.subject = "stage/shop/stage-\(number)"
        case .revision, .repository, .pipeline: draft.subject += "-\(number)"
        case .observation, .call, .ledger: break
        }
        for (index, name) in ["deployment", "action"].enumerated() where draft.data[name] != nil {
            draft[data: name] = UniqueID(high: UInt64(index), low: UInt64(number)).wire
        }
        // The stage that the example is after does not exist.
        draft[data: "after"] = nil
        return draft
    }

    /// The types whose examples must come before the example of a type.
    private static func preparation(for type: EventType) -> [EventType] {
        switch type {
        case .stack(.created), .stage(.added), .revision(.registered), .image, .build, .observation, .call, .ledger: []
        case .stack: [.stack(.created)]
        case .stage(.unlocked): [.stage(.added), .stage(.locked)]
        case .drift(.cleared): [.stage(.added), .drift(.detected)]
        case .stage, .drift, .deployment(.requested), .deployment(.observed): [.stage(.added)]
        case .deployment, .action(.intended), .task: [.stage(.added), .deployment(.requested)]
        case .action(.attempted): [.stage(.added), .deployment(.requested), .action(.intended)]
        case .action: [.stage(.added), .deployment(.requested), .action(.intended), .action(.attempted)]
        case .revision(.deregistered): [.revision(.registered)]
        }
    }
}
