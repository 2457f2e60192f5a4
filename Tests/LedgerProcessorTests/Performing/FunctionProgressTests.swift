import LedgerAWS
import LedgerDomain
import LedgerProcessor
import LedgerTesting
import Synchronization
import Testing
import LedgerValues

struct `What becomes of a function's deployment` {
    private static let images = ["0", "1"].map { "r/shop@sha256:" + String(repeating: $0, count: 64) }

    private func progress(
        alias: String? = nil,
        after change: (inout ScriptedLambda.World) -> Void
    ) async throws -> DeploymentProgress {
        let lambda = ScriptedLambda(images: Self.images)
        lambda.world.withLock { change(&$0) }
        var request = DeploymentRequest(kind: .deploy, image: Self.images[1])
        request.changes.alias = alias
        let stage = StageAdded(
            id: "shop/staging",
            account: "123456789012",
            region: "us-east-1",
            target: .lambda(function: "shop-staging")
        )
        let start = DeploymentStart(revision: alias == nil ? nil : "2", image: Self.images[1])
        let context = DeploymentContext(stage: stage, request: request)
        return try await AWSCloud(.of(lambda)).progress(of: start, in: context)
    }

    @Test func `is told by its last update where it has no alias`() async throws {
        #expect(try await progress { _ in } == .succeeded)
        let updating = DeploymentProgress.inProgress("Lambda is updating 'shop-staging'")
        #expect(try await progress { ($0.isUpdating, $0.looksLeft) = (true, 1) } == updating)
        let failed = DeploymentProgress.failed(code: "InvalidImage", message: "no such architecture")
        #expect(try await progress { $0.hasFailed = true } == failed)
        let replaced = DeploymentProgress.missing(.replaced(by: Self.images[0]))
        #expect(try await progress { $0.image = Self.images[0] } == replaced)
    }

    @Test func `is told by the version that its alias names`() async throws {
        #expect(try await progress(alias: "live") { _ in } == .succeeded)
        #expect(try await progress(alias: "live") { $0.isUpdating = true } == .succeeded)
        #expect(try await progress(alias: "live") { $0.image = Self.images[0] } == .succeeded)
        let preparing = DeploymentProgress.inProgress("Lambda is preparing 'shop-staging'")
        #expect(try await progress(alias: "live") { $0.versions[1].isReady = false } == preparing)
        #expect(try await progress(alias: "live") { $0.alias = 1 } == .missing(.replaced(by: "version 1")))
    }
}
