import Glibc
import LedgerDomain
import LedgerLog
import LedgerProcessor
import Synchronization
import Testing

@testable import LedgerOperations

/// What an act comes to, and what its dry run says that it comes to.
struct `A dry run` {
    private typealias Act = @Sendable (Workshop, ActSettings) async throws -> ActOutcome

    /// Nil where it is done, or would be.
    private func refusal(
        _ act: Act,
        _ shop: Workshop,
        _ settings: ActSettings
    ) async throws -> OperationError? {
        do {
            _ = try shop.results(try await act(shop, settings))
            return nil
        } catch let error as OperationError { return error }
    }

    private func expectTheSame(
        _ act: @escaping Act,
        _ shop: Workshop,
        _ settings: ActSettings = ActSettings(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        var rehearsed = settings
        rehearsed.isRehearsal = true
        let head = try shop.ledger.log().head()
        let said = try await refusal(act, shop, rehearsed)
        #expect(try shop.ledger.log().head() == head, sourceLocation: sourceLocation)
        let came = try await refusal(act, shop, settings)
        #expect(said == came, sourceLocation: sourceLocation)
    }

    private static func deploy(_ tag: String, supersedes: Bool = false) -> Act {
        { shop, settings in
            var act = ImageDeployment(shop.stage("dev"), try #require(ImageName("\(shop.image.location):\(tag)")))
            act.supersedes = supersedes
            return try await act.run(shop.ledger, shop.caller, settings)
        }
    }

    private static let rollback: Act = { shop, settings in
        try await Rollback(shop.stage("dev")).run(shop.ledger, shop.caller, settings)
    }

    @Test func `says that the sealing key is missing`() async throws {
        let shop = try Workshop(["dev"])
        try await shop.deploy("dev")
        unlink("\(shop.directory)/keys/seal.key")
        try await expectTheSame(Self.deploy("v2"), shop)
    }

    @Test func `under a key says what was done under it`() async throws {
        let shop = try Workshop(["dev"])
        let settings = ActSettings(idempotencyKey: "k")
        _ = try await Self.deploy("v1")(shop, settings)
        try await expectTheSame(Self.deploy("v1"), shop, settings)
        try await expectTheSame(Self.deploy("v2"), shop, settings)
    }

    @Test func `tells of what AWS has begun`() async throws {
        let shop = try Workshop(["dev"])
        try await shop.deploy("dev")
        shop.clouds.world.withLock { $0.outcome = .inProgress("1 of 2") }
        try await shop.deploy("dev", ActSettings(follows: false))
        try await expectTheSame(Self.deploy("v2"), shop)
    }

    @Test func `takes what has ended at AWS for ended`() async throws {
        let shop = try Workshop(["dev"])
        try await shop.deploy("dev")
        try await shop.deploy("dev", ActSettings(follows: false))
        try await expectTheSame(Self.deploy("v2"), shop)
    }

    @Test func `tells of what waits for approval`() async throws {
        let shop = try Workshop(["dev"], manual: ["dev"])
        try await shop.deploy("dev")
        try await expectTheSame(Self.deploy("v2"), shop)
    }

    @Test func `is refused where a needed approval would come too late`() async throws {
        let shop = try Workshop(["dev"], manual: ["dev"])
        try await shop.deploy("dev")
        shop.clouds.world.withLock { $0.outcome = .inProgress("1 of 2") }
        _ = try await ApproveAct(shop.stage("dev")).run(shop.ledger, shop.caller, ActSettings(follows: false))
        try await expectTheSame(Self.deploy("v2", supersedes: true), shop)
    }

    @Test func `of a rollback under a key`() async throws {
        let shop = try Workshop(["dev"])
        for _ in 1...2 { try await shop.deploy("dev") }
        shop.clouds.world.withLock { $0.running[shop.stage("dev")] = "shop:9" }
        let settings = ActSettings(idempotencyKey: "k")
        _ = try await Self.rollback(shop, settings)
        try await expectTheSame(Self.rollback, shop, settings)
    }
}
