import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import Testing
import LedgerValues

struct `The runs of a stage` {
    private func runs(_ story: Story, at moment: Moment = .now) throws -> [String] {
        let session = try ViewFixture(story.drafts).session(at: moment)
        let table = try session.rows(
            of: Statement(#"SELECT version, "from", "to", revision FROM runs ORDER BY "from", version"#)
        )
        return table.rows.map { row in
            let minutes = row[1...2].map { cell in
                cell.text.flatMap { Timestamp(rfc3339: $0) }.map { Self.minute($0) } ?? "…"
            }
            return "v\(row[0].integer ?? 0) \(minutes.joined(separator: "-")) \(row[3].text ?? "?")"
        }
    }

    private static func minute(_ time: Timestamp) -> String {
        String((time.microseconds - Story.time(0).microseconds) / 60_000_000)
    }

    @Test func `are ordered by when they took effect, not by when it was recorded`() throws {
        var story = Story()
        story.deploy(1, "a", at: 10)
        story.deploy(2, "b", at: 30)
        story.deploy(3, "c", at: 20)
        #expect(try runs(story) == ["v1 10-20 shop:a", "v3 20-30 shop:c", "v2 30-… shop:b"])
        #expect(try runs(story, at: .time(Story.time(25))) == ["v1 10-20 shop:a", "v3 20-… shop:c"])
        // Before the late fact was recorded, the ledger said otherwise.
        #expect(try runs(story, at: .position(7)) == ["v1 10-30 shop:a", "v2 30-… shop:b"])
    }

    @Test func `are complete if the start is recorded after the success`() throws {
        var story = Story()
        story.add("deployment.requested", story.identity(1).merged(["kind": "deploy"]), at: 1)
        story.add("deployment.succeeded", story.identity(1), at: 10)
        #expect(try runs(story) == ["v1 10-… ?"])
        story.add("deployment.requested", story.identity(2).merged(["kind": "scale"]), at: 20)
        story.add("deployment.succeeded", story.identity(2), at: 22)
        story.add("deployment.started", story.identity(1).merged(["revision": "shop:7"]), at: 5)
        #expect(try runs(story) == ["v1 10-22 shop:7", "v2 22-… shop:7"])
    }

    @Test func `begin with the first completion that happened, whichever is recorded first`() throws {
        var story = Story()
        story.deploy(1, "a", at: 100)
        story.deploy(2, "b", at: 50)
        story.add("deployment.requested", story.identity(3).merged(["kind": "restart"]), at: 59)
        story.add("deployment.succeeded", story.identity(3), at: 60)
        #expect(try runs(story) == ["v2 50-60 shop:b", "v3 60-100 shop:b", "v1 100-… shop:a"])
        story.add("deployment.succeeded", story.identity(1), at: 55)
        #expect(try runs(story) == ["v2 50-55 shop:b", "v1 55-60 shop:a", "v3 60-… shop:a"])
        story.add("deployment.succeeded", story.identity(1), at: 70)
        #expect(try runs(story) == ["v2 50-55 shop:b", "v1 55-60 shop:a", "v3 60-… shop:a"])
    }

    @Test func `leave out what was AWS's way back to another version`() throws {
        var story = Story()
        story.deploy(1, "a", at: 10)
        story.add("deployment.observed", story.identity(2), at: 20)
        story.add("deployment.succeeded", story.identity(2), at: 21)
        #expect(try runs(story) == ["v1 10-21 shop:a", "v2 21-… ?"])
        story.add("deployment.corrected", story.identity(2).merged(["sameAs": 1]), at: 22)
        #expect(try runs(story) == ["v1 10-… shop:a"])
        let session = try ViewFixture(story.drafts).session()
        let rows = try session.rows(of: Statement("SELECT version, outcome, superseded_by FROM deployments")).rows
        #expect(
            rows == [
                [.integer(1), .text("succeeded"), .null], [.integer(2), .text("superseded"), .integer(1)],
            ]
        )
    }

    @Test func `end when the stage is removed, also for a late fact`() throws {
        var story = Story()
        story.deploy(1, "a", at: 10)
        story.add("stage.removed", [:], at: 40)
        #expect(try runs(story) == ["v1 10-40 shop:a"])
        story.deploy(2, "b", at: 30)
        #expect(try runs(story) == ["v1 10-30 shop:a", "v2 30-40 shop:b"])
    }
}

extension JSONObject {
    fileprivate func merged(_ other: JSONObject) -> JSONObject {
        merging(other)
    }
}
