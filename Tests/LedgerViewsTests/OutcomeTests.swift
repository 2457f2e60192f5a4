import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

struct `The outcome of a deployment in the views` {
    @Test(arguments: Outcome.allCases, Outcome.allCases)
    func `is the one that the domain decides`(first: Outcome, later: Outcome) throws {
        var story = Story()
        story.add("deployment.requested", story.identity(1).merging(["kind": "deploy"]), at: 1)
        for (minute, outcome) in [(2, first), (3, later)] {
            let event = DeploymentEvent.example(of: outcome)
            let stageEvent = StageEvent.deployment(UniqueID(high: 5, low: 1), version: 1, event)
            story.add("deployment.\(outcome.rawValue)", LedgerEvent.stage(stageEvent).data, at: minute)
        }
        let session = try ViewFixture(story.drafts).session()
        let row = try #require(
            session.rows(of: Statement("SELECT outcome, status, ended_at FROM deployments")).rows.first
        )
        let isReplaced = first.yields(to: later)
        let expected = Cell.text((isReplaced ? later : first).rawValue)
        #expect(row == [expected, expected, .text(Story.time(isReplaced ? 3 : 2).description)])
        #expect(try session.rows(of: .unreadable).rows.isEmpty)
    }
}
