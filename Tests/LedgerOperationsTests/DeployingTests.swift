import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSystem
import LedgerValues
import Synchronization
import Testing

@testable import LedgerOperations

struct `An act on a stage` {
    @Test func `is written down, sent and told`() async throws {
        let shop = try Workshop(["dev"])
        let result = try #require(try await shop.deploy("dev").first)
        #expect(result.outcome == .succeeded && result.name == "shop/dev@v1")
        #expect(shop.clouds.sent == ["shop/dev RegisterTaskDefinition", "shop/dev UpdateService"])
    }

    @Test func `is refused while another process holds the stage, and names it`() async throws {
        let shop = try Workshop(["dev"])
        let stage = try await OpenStage(shop.stage("dev"), shop.ledger, shop.caller)
        let leased = try await LeasedStage.take(stage)
        defer { leased.end() }
        await #expect(throws: OperationError.busy(stage.id, holder: stage.holder)) {
            try await shop.deploy("dev")
        }
        #expect(shop.clouds.sent.isEmpty)
    }

    @Test func `is refused where another version is the newest`() async throws {
        let shop = try Workshop(["dev"])
        try await shop.deploy("dev")
        let error = OperationError.unexpectedVersion(shop.stage("dev"), expected: 4, newest: 1)
        await #expect(throws: error) { try await shop.deploy("dev", ActSettings(expected: 4)) }
    }

    @Test func `that is only rehearsed appends and sends nothing`() async throws {
        let shop = try Workshop(["dev"])
        let before = try shop.ledger.log().head()
        let outcome = try await ImageDeployment(shop.stage("dev"), shop.image)
            .run(shop.ledger, shop.caller, ActSettings(isRehearsal: true))
        guard case .rehearsed(let dryRun) = outcome else {
            Issue.record("not a rehearsal")
            return
        }
        #expect(
            dryRun.lines.filter { $0.kind == .call }.map(\.what) == ["ecs RegisterTaskDefinition", "ecs UpdateService"]
        )
        #expect(try shop.ledger.log().head() == before && shop.clouds.sent.isEmpty)
    }

    @Test func `that a person turns down changes nothing`() async throws {
        let shop = try Workshop(["dev"])
        let before = try shop.ledger.log().head()
        let settings = ActSettings(confirm: { _ throws(OperationError) in throw .refused(.notConfirmed) })
        await #expect(throws: OperationError.refused(.notConfirmed)) { try await shop.deploy("dev", settings) }
        #expect(try shop.ledger.log().head() == before && shop.clouds.sent.isEmpty)
    }

    @Test func `under a key is done once, and another under the same key is a conflict`() async throws {
        let shop = try Workshop(["dev"])
        try await shop.deploy("dev", ActSettings(idempotencyKey: "k"))
        let again = try await shop.deploy("dev", ActSettings(idempotencyKey: "k"))
        #expect(again.first?.version == 1 && shop.clouds.sent.count == 2)
        await #expect(throws: OperationError.idempotencyKeyReused("k")) {
            try await Restart(shop.stage("dev")).run(shop.ledger, shop.caller, ActSettings(idempotencyKey: "k"))
        }
    }

    @Test func `waits where the stage asks for approval, and goes on when it is given`() async throws {
        let shop = try Workshop(["prod"], manual: ["prod"])
        #expect(try await shop.deploy("prod").first?.end == .awaitingApproval)
        #expect(shop.clouds.sent.isEmpty)
        let approved = try await ApproveAct(shop.stage("prod")).run(shop.ledger, shop.caller, ActSettings())
        #expect(approved.results.first?.outcome == .succeeded && shop.clouds.sent.count == 2)
    }

    @Test func `on a stage that is not there is refused`() async throws {
        let shop = try Workshop(["dev"])
        await #expect(throws: OperationError.rejected(.stageUnknown(shop.stage("gone")))) {
            try await shop.deploy("gone")
        }
    }
}

struct `A rollback target` {
    @Test func `is missing where nothing was deployed`() async throws {
        let shop = try Workshop(["dev"])
        await #expect(throws: OperationError.refused(.noDefaultTarget(shop.stage("dev")))) {
            try await Rollback(shop.stage("dev")).run(shop.ledger, shop.caller, ActSettings())
        }
    }

    @Test func `is what ran before, but not where nobody knows which image it was`() async throws {
        let shop = try Workshop(["dev"])
        let first = try #require(try await shop.deploy("dev").first)
        #expect(first.process.request?.changes.cannotBeUndone == true)
        var rollback = Rollback(shop.stage("dev"))
        do throws(OperationError) {
            _ = try await rollback.run(shop.ledger, shop.caller, ActSettings())
            Issue.record("it was not refused")
        } catch {
            guard case .refused(.blocked(let target)) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(target.name == "v0" && target.obstacles == [.imageUnchecked])
        }
        rollback.isForced = true
        let forced = try await shop.results(rollback.run(shop.ledger, shop.caller, ActSettings(reason: "it burns")))
        #expect(forced.first?.process.request?.origin == .version(0))
    }

    @Test func `is judged by what AWS runs, which is recorded where it is unknown`() async throws {
        let shop = try Workshop(["dev"])
        for _ in 1...2 { try await shop.deploy("dev") }
        let id = shop.stage("dev")
        shop.clouds.world.withLock { $0.running[id] = "shop:9" }
        let back = try await shop.results(Rollback(shop.stage("dev")).run(shop.ledger, shop.caller, ActSettings()))
        #expect(back.first?.name == "shop/dev@v4" && back.first?.process.request?.origin == .version(2))
        let stage = try shop.ledger.folded(shop.stage("dev"))
        #expect(stage.deployment(version: 3)?.revision == "shop:9" && stage.deployment(version: 3)?.kind == .observed)
    }

    /// The local clock is ten minutes behind: what AWS says of now is in its future.
    @Test func `is judged by what AWS runs, whatever the local clock says`() async throws {
        let shop = try Workshop(["dev"])
        let id = shop.stage("dev")
        shop.clouds.world.withLock { $0.lead = 600 }
        try await shop.deploy("dev")
        let ended = try #require(try shop.ledger.folded(id).running?.times.led)
        shop.clouds.world.withLock { world in
            (world.running[id], world.updatedAt) = ("shop:9", ended)
        }
        _ = try await shop.results(Restart(id).run(shop.ledger, shop.caller, ActSettings()))
        let seen = try shop.ledger.folded(id).deployment(version: 2)
        #expect(seen?.revision == "shop:9" && seen?.times.led == ended)
    }

    @Test func `is refused where its content runs`() async throws {
        let shop = try Workshop(["dev"])
        try await shop.deploy("dev")
        let error = OperationError.refused(.alreadyRunning(shop.stage("dev"), what: .version(1)))
        await #expect(throws: error) {
            try await Rollback(shop.stage("dev"), to: "v1").run(shop.ledger, shop.caller, ActSettings())
        }
    }

    @Test func `must be a reference`() async throws {
        let shop = try Workshop(["dev"])
        try await shop.deploy("dev")
        await #expect(throws: OperationError.input(.notAReference("!"))) {
            try await Rollback(shop.stage("dev"), to: "!").run(shop.ledger, shop.caller, ActSettings())
        }
    }
}

struct `A promotion chain` {
    private func promote(_ shop: Workshop, to name: String, only: Bool = false) async throws -> [DeploymentResult] {
        var promotion = Promotion(StackName(rawValue: "shop"), to: StageName(rawValue: name))
        promotion.isOnly = only
        return try await shop.results(promotion.run(shop.ledger, shop.caller, ActSettings()))
    }

    @Test func `goes through the stages that follow, up to one with approval`() async throws {
        let shop = try Workshop(["dev", "staging", "canary", "prod"], manual: ["prod"])
        try await shop.deploy("dev")
        let results = try await promote(shop, to: "staging")
        #expect(results.map(\.name) == ["shop/staging@v1", "shop/canary@v1", "shop/prod@v1"])
        #expect(results.map(\.outcome) == [.succeeded, .succeeded, nil])
        #expect(results.last?.end == .awaitingApproval)
    }

    @Test func `stops at its stage where it is told to`() async throws {
        let shop = try Workshop(["dev", "staging", "prod"])
        try await shop.deploy("dev")
        #expect(try await promote(shop, to: "staging", only: true).map(\.name) == ["shop/staging@v1"])
    }

    @Test func `ends where AWS rolls a stage back`() async throws {
        let shop = try Workshop(["dev", "staging", "prod"])
        try await shop.deploy("dev")
        shop.clouds.world.withLock { $0.outcome = .rolledBack(to: nil, reason: "circuit breaker") }
        let results = try await promote(shop, to: "staging")
        #expect(results.map(\.outcome) == [.rolledBack])
    }

    @Test func `does not begin where nothing ran`() async throws {
        let shop = try Workshop(["dev", "staging"])
        await #expect(throws: OperationError.refused(.promotion(.nothingRan, shop.stage("dev")))) {
            try await promote(shop, to: "staging")
        }
    }

    @Test func `does not begin at the first stage, nor with what runs already`() async throws {
        let shop = try Workshop(["dev", "staging"])
        try await shop.deploy("dev")
        await #expect(throws: OperationError.refused(.noEarlierStage(shop.stage("dev")))) {
            try await promote(shop, to: "dev")
        }
        _ = try await promote(shop, to: "staging")
        let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@\(ScriptedStage.digest)"
        await #expect(throws: OperationError.refused(.alreadyRunning(shop.stage("staging"), what: .image(image)))) {
            try await promote(shop, to: "staging")
        }
    }
}
