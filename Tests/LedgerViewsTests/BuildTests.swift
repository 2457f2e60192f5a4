import LedgerLog
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

struct `Builds in the views` {
    private static let pipeline = "pipeline/123456789012/us-east-1/shop"
    private static let first = String(repeating: "a1", count: 20)
    private static let second = String(repeating: "b2", count: 20)

    private static let events: [(type: String, data: JSONObject, minute: Int)] = [
        ("build.started", [:], 1),
        ("build.started", ["commit": .string(first)], 2),
        ("build.started", ["commit": .string(second)], 3),
        ("build.failed", ["phase": "Build/Compile", "message": "no space left", "log": "https://log/1"], 4),
        ("build.failed", ["message": "FAILED"], 5),
        ("build.failed", ["phase": "Build/Compile", "message": "exit 1"], 8),
        ("build.succeeded", [:], 9),
    ]

    private func row(_ events: some Sequence<(type: String, data: JSONObject, minute: Int)>) throws -> [Cell] {
        var story = Story()
        for event in events {
            var data = event.data
            data["execution"] = "6f2d"
            story.add(event.type, data, at: event.minute, to: Self.pipeline)
        }
        let columns = #"status, "commit", commits, phase, message, log, failed_at, started_at, ended_at"#
        return try #require(try ViewFixture(story.drafts).session().query("SELECT \(columns) FROM builds").rows.first)
    }

    @Test func `say the same in any order`() throws {
        var random = SeededRandom(seed: 7)
        for count in 1...Self.events.count {
            let events = Self.events.prefix(count)
            let expected = try row(events)
            for _ in 1...6 { #expect(try row(events.shuffled(using: &random)) == expected) }
        }
    }

    @Test func `tell the failure of the action, and the last one`() throws {
        let failed = try row(Self.events.prefix(5).reversed())
        #expect(failed[0...2] == [.text("failed"), .text(Self.first), .text("\(Self.first) \(Self.second)")])
        #expect(failed[3...4] == [.text("Build/Compile"), .text("no space left")])
        #expect(failed[6...] == [.text("\(Story.time(4))"), .text("\(Story.time(1))"), .text("\(Story.time(5))")])
        #expect(try row(Self.events.prefix(6))[4...5] == [.text("exit 1"), .null])
        #expect(try row(Self.events)[0] == .text("succeeded"))
    }

    @Test func `are found by each of their commits`() throws {
        var story = Story()
        for event in Self.events.prefix(3) {
            var data = event.data
            data["execution"] = "6f2d"
            story.add(event.type, data, at: event.minute, to: Self.pipeline)
        }
        let session = try ViewFixture(story.drafts).session()
        for (commit, count) in [(Self.first, 1), (String(Self.second.prefix(7)), 1), ("2b2", 0)] {
            let parameters: [String: Cell] = ["commit": .text(commit), "limit": .integer(-1)]
            #expect(try session.rows(of: .builds, parameters).rows.count == count, "\(commit)")
        }
    }
}
