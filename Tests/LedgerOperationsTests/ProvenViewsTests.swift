import Glibc
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerSystem
import LedgerViews
import Synchronization
import Testing

@testable import LedgerOperations

/// Somebody who can write the directory, and has no key, changes `views.db`.
struct `Falsified views` {
    private func falsify(_ shop: Workshop, _ sql: String) throws {
        _ = try shop.ledger.views()
        try SQLiteConnection(path: "\(shop.directory)/views.db", mode: .readWrite).execute(sql)
    }

    /// Expects an act to be refused without a call, and to work once the falsified views are deleted.
    private func expectRefusal(
        _ shop: Workshop,
        _ sql: String,
        _ act: () async throws -> ActOutcome,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try falsify(shop, sql)
        let (sent, head) = (shop.clouds.sent, try shop.ledger.log().head())
        do {
            _ = try await act()
            Issue.record("it was not refused", sourceLocation: sourceLocation)
        } catch OperationError.views(.differs) {}
        #expect(shop.clouds.sent == sent, sourceLocation: sourceLocation)
        #expect(try shop.ledger.log().head() == head, sourceLocation: sourceLocation)
        for name in ["views.db", "views.db-wal", "views.db-shm"] {
            unlink("\(shop.directory)/\(name)")
        }
        _ = try shop.results(await act())
        #expect(shop.clouds.sent != sent, sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "UPDATE deployments SET revision = 'shop:66' WHERE version = 1",
        "UPDATE deployments SET outcome = 'failed', status = 'failed' WHERE version = 2",
        "UPDATE runs SET image = replace(image, 'ab', 'cd')",
        "UPDATE stages SET family = 'evil', service = 'evil'",
        "INSERT INTO marks SELECT stack, stage, 2, 'bad', NULL, requested_at, NULL, valid_from, NULL FROM deployments LIMIT 1",
    ])
    func `change no rollback`(sql: String) async throws {
        let shop = try Workshop(["dev"])
        for _ in 1...2 { try await shop.deploy("dev") }
        shop.clouds.world.withLock { $0.running[shop.stage("dev")] = "shop:9" }
        try await expectRefusal(shop, sql) {
            try await Rollback(shop.stage("dev")).run(shop.ledger, shop.caller, ActSettings())
        }
    }

    @Test(arguments: [
        "UPDATE runs SET image = replace(image, 'shop@', 'evil@')", "UPDATE stages SET ordinal = 3 - ordinal",
    ])
    func `change no promotion`(sql: String) async throws {
        let shop = try Workshop(["dev", "prod"])
        try await shop.deploy("dev")
        try await expectRefusal(shop, sql) {
            try await Promotion(StackName(rawValue: "shop"), to: StageName(rawValue: "prod"))
                .run(shop.ledger, shop.caller, ActSettings())
        }
    }

    @Test func `hide no stage from a recovery`() async throws {
        let shop = try Workshop(["dev", "prod"])
        shop.clouds.world.withLock { $0.outcome = .inProgress("1 of 2") }
        try await shop.deploy("prod", ActSettings(follows: false))
        try falsify(shop, "UPDATE deployments SET outcome = 'failed', status = 'failed'")
        #expect(try Recovery.unfinishedStages(in: shop.ledger) == [shop.stage("prod")])
    }

    @Test func `do not say which revision's body is registered`() async throws {
        let shop = try Workshop(["dev"])
        for _ in 1...2 { try await shop.deploy("dev") }
        let id = shop.stage("dev")
        let body = Definitions(try shop.ledger.views(provenFor: id.stack))
        let row = try shop.ledger.views().rows(.stage, id.parameters).rows.first
        let revision = try #require(try shop.ledger.folded(id).deployment(version: 1)?.revision)
        let expected = try body.body(of: revision, in: row)
        #expect(expected != nil)
        try falsify(
            shop,
            "UPDATE revisions SET registered_position = (SELECT max(registered_position) FROM revisions)"
        )
        let proven = Definitions(try shop.ledger.views(provenFor: id.stack))
        #expect(try proven.body(of: revision, in: row) == expected)
    }

    @Test func `give no event to another stage`() async throws {
        let shop = try Workshop(["dev", "prod"])
        try falsify(shop, "UPDATE stages SET service = 'other' WHERE stage = 'dev'; UPDATE stages SET cluster = 'x'")
        let event = """
            {"version":"0","id":"a1","detail-type":"ECS Deployment State Change","source":"aws.ecs",\
            "account":"123456789012","time":"2026-11-01T10:00:00Z","region":"eu-west-1",\
            "resources":["arn:aws:ecs:eu-west-1:123456789012:service/x/other"],"detail":{"eventType":"INFO",\
            "eventName":"SERVICE_DEPLOYMENT_COMPLETED","deploymentId":"ecs-svc/1","reason":"done"}}
            """
        let file = "\(shop.directory)/event.json"
        try SmallFile.replace(file, with: Array(event.utf8))
        let head = try shop.ledger.log().head()
        var ingestion = try Ingestion(into: shop.ledger, by: shop.caller)
        #expect(throws: OperationError.views(.differs("stages: shop/dev"))) { try ingestion.takeIn([file]) }
        #expect(try shop.ledger.log().head() == head)
    }
}
