import LedgerLog
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

struct `Images and tags in the views` {
    private static let repository = "repository/123456789012/us-east-1/shop/api"

    private enum Event {
        case push(String, [String], at: Int)
        case delete(String, tag: String? = nil, at: Int)
        case tag(String, String, at: Int)
    }

    /// `a present v1,v2; b deleted`.
    private func state(after events: [Event]) throws -> String {
        var story = Story()
        for event in events {
            switch event {
            case .push(let letter, let tags, let minute):
                let data: JSONObject = [
                    "digest": .string(Story.digest(letter)), "tags": .array(tags.map(JSONValue.string)),
                ]
                story.add("image.pushed", data, at: minute, to: Self.repository)
            case .delete(let letter, let tag, let minute):
                var data: JSONObject = ["digest": .string(Story.digest(letter)), "why": "manual"]
                data["tag"] = tag.map(JSONValue.string)
                story.add("image.deleted", data, at: minute, to: Self.repository)
            case .tag(let letter, let tag, let minute):
                let data: JSONObject = ["digest": .string(Story.digest(letter)), "tag": .string(tag)]
                story.add("image.tagged", data, at: minute, to: Self.repository)
            }
        }
        let rows = try ViewFixture(story.drafts).session().query(
            """
            SELECT substr(digest, 8, 1) || ' ' || status || coalesce(' ' || (
                SELECT group_concat(tag) FROM (SELECT tag FROM image_tags AS t WHERE t.digest = i.digest ORDER BY tag)
            ), '')
            FROM images AS i ORDER BY digest
            """
        )
        return rows.rows.compactMap { $0[0].text }.joined(separator: "; ")
    }

    private static let lives: [([Event], String)] = [
        ([.push("a", ["v1"], at: 1), .delete("a", at: 2)], "a deleted"),
        ([.push("a", ["v1", "v2"], at: 1), .delete("a", tag: "v1", at: 2)], "a present v2"),
        ([.push("a", ["v1"], at: 1), .push("a", ["v2"], at: 2), .delete("a", tag: "v1", at: 3)], "a present v2"),
        (
            [
                .push("a", ["v1", "v2"], at: 1), .delete("a", tag: "v1", at: 2), .delete("a", tag: "v2", at: 3),
            ], "a deleted"
        ),
        ([.push("a", ["v1"], at: 1), .delete("a", tag: "v1", at: 2), .push("a", ["v1"], at: 3)], "a present v1"),
        ([.push("a", ["v1"], at: 1), .delete("a", at: 2), .push("a", ["v2"], at: 3)], "a present v2"),
        ([.push("a", ["v1"], at: 1), .delete("a", at: 2), .tag("a", "prod", at: 3)], "a present prod"),
    ]

    @Test(arguments: lives)
    private func `come and go the same in any order`(events: [Event], expected: String) throws {
        for order in events.indices.permutations {
            let state = try state(after: order.map { events[$0] })
            #expect(state == expected, "\(order)")
        }
    }

    @Test func `lose a tag that moved, and do not get it back`() throws {
        let moved: [Event] = [.push("a", ["v1"], at: 1), .push("b", ["v1"], at: 2)]
        #expect(try state(after: moved) == "a present; b present v1")
        #expect(try state(after: moved + [.delete("b", at: 3)]) == "a present; b deleted")
        #expect(try state(after: moved + [.delete("a", tag: "v1", at: 3)]) == "a deleted; b present v1")
    }
}

extension Range<Int> {
    fileprivate var permutations: [[Int]] {
        reduce([[]]) { orders, next in
            orders.flatMap { order in (0...order.count).map { Array(order[..<$0] + [next] + order[$0...]) } }
        }
    }
}
