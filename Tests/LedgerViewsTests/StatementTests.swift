import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import Testing

struct `A trace` {
    private func session() throws -> ViewSession {
        var history = History(seed: 6)
        return try ViewFixture(history.records(500)).session()
    }

    @Test func `finds deployments by any name, whole or the beginning of one`() throws {
        let session = try session()
        let all = try session.rows(
            of: Statement(
                """
                SELECT image, "commit", correlation_id, deployment FROM deployments WHERE "commit" IS NOT NULL
                """
            )
        )
        let sample = try #require(all.rows.first)
        let digest = String(try #require(sample[0].text?.split(separator: "@").last))
        let commit = try #require(sample[1].text)
        let same = all.rows.filter { $0[1] == .text(commit) }.count
        for name in [digest, String(digest.prefix(10)), String(digest.prefix(24))] {
            #expect(try session.rows(of: .traceDeployments, ["digest": .text(name)]).rows.count == same, "\(name)")
        }
        for name in [commit, String(commit.prefix(8))] {
            #expect(try session.rows(of: .traceDeployments, ["commit": .text(name)]).rows.count == same)
            #expect(try !session.rows(of: .traceImages, ["commit": .text(name)]).rows.isEmpty)
            #expect(try !session.rows(of: .traceBuilds, ["commit": .text(name)]).rows.isEmpty)
        }
        #expect(try session.rows(of: .traceDeployments, ["correlation": sample[2]]).rows.isEmpty == false)
        #expect(try session.rows(of: .traceDeployments, ["deployment": sample[3]]).rows.count == 1)
        #expect(try session.rows(of: .traceDeployments, [:]).rows.isEmpty)
    }

    @Test func `looks no table through`() throws {
        let session = try session()
        let plan = try session.rows(of: Statement("EXPLAIN QUERY PLAN " + Statement.traceDeployments.sql))
        #expect(!plan["detail"].contains { $0.text?.hasPrefix("SCAN main") ?? false }, "\(plan["detail"])")
    }
}
