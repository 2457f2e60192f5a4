import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import Testing

struct `Looking up deployments` {
    private func session() throws -> ViewSession {
        var history = History(seed: 6)
        return try ViewFixture(history.records(500)).session()
    }

    @Test func `finds them by a digest or a commit, or a prefix of it`() throws {
        let session = try session()
        let all = try session.rows(
            of: Statement(
                "SELECT image, \"commit\" FROM deployments WHERE image IS NOT NULL AND \"commit\" IS NOT NULL"
            )
        )
        let sample = try #require(all.rows.first)
        let digest = String(try #require(sample[0].text?.split(separator: "@").last))
        let commit = try #require(sample[1].text)
        for name in [digest, String(digest.prefix(10)), String(digest.prefix(24))] {
            let found = try session.rows(of: .deploymentsOfDigest, ["digest": .text(name)])
            #expect(found["image"].contains(sample[0]), "\(name)")
            #expect(found["image"].allSatisfy { $0.text?.contains("@\(name)") ?? false }, "\(name)")
        }
        for name in [commit, String(commit.prefix(8))] {
            let found = try session.rows(of: .deploymentsOfCommit, ["commit": .text(name)])
            #expect(found["commit"].contains(sample[1]), "\(name)")
            #expect(found["commit"].allSatisfy { $0.text?.hasPrefix(name) ?? false }, "\(name)")
        }
        #expect(try session.rows(of: .deploymentsOfDigest, ["digest": .text("sha256:00000000")]).rows.isEmpty)
    }

    @Test(arguments: [
        Statement.deployment, .deploymentByID, .deploymentsOfDigest, .deploymentsOfCommit, .deploymentsOfRevision,
        .historyOfStage, .running, .runAt, .runBack,
    ])
    func `scans no table`(statement: Statement) throws {
        let plan = try session().rows(of: Statement("EXPLAIN QUERY PLAN " + statement.sql))
        #expect(!plan["detail"].contains { $0.text?.hasPrefix("SCAN main.") ?? false }, "\(plan["detail"])")
        #expect(plan["detail"].contains { $0.text?.hasPrefix("SEARCH main.") ?? false }, "\(plan["detail"])")
    }
}
