import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing

struct `The content that a stage runs` {
    private static let target = StageTarget.ecs(cluster: "main", service: "shop", family: "shop", container: "api")
    private static let image = "shop@sha256:" + String(repeating: "a", count: 64)

    private func stage(_ events: [(Int, DeploymentEvent)]) -> Stage {
        var stage = Stage()
        stage.evolve(.added(StageAdded(id: "shop/prod", account: "1", region: "r", target: Self.target)), at: time(0))
        for (index, (version, event)) in events.enumerated() {
            let id = UniqueID(high: 1, low: UInt64(version) * 2)
            stage.evolve(.deployment(id, version: version, event), at: time(index + 1))
        }
        return stage
    }

    private func time(_ second: Int) -> Timestamp { Timestamp(microseconds: Int64(second) * 1_000_000) }

    private func started(_ revision: String, _ id: String) -> DeploymentEvent {
        .started(revision: revision, image: nil, awsDeployment: id)
    }

    @Test func `is what succeeded last, and known by the deployment or by the revision`() {
        let request = DeploymentEvent.requested(DeploymentRequest(kind: .deploy))
        let stage = stage([
            (1, request), (1, started("shop:2", "a")), (1, .succeeded()), (2, request), (2, started("shop:3", "b")),
            (2, .failed(code: "E", message: "m")),
        ])
        #expect(stage.running?.version == 1)
        #expect(stage.knows(revision: "shop:2", awsDeployment: "other"))
        #expect(stage.knows(revision: "shop:3", awsDeployment: "b"))
        #expect(!stage.knows(revision: "shop:3", awsDeployment: "other"))
    }

    @Test func `before the first deployment is version 0, which its request tells in old logs`() {
        var request = DeploymentRequest(kind: .deploy)
        request.changes.running = "shop:1"
        let old = stage([(1, .requested(request))])
        #expect(old.deployments.map(\.version) == [0, 1] && old.nextVersion == 2)
        #expect(old.running?.revision == "shop:1" && old.deployment(version: 0)?.phase == .ended(.succeeded))
        #expect(old.openDeployment?.version == 1)
        let new = stage([
            (0, .observed(ObservedDeployment(revision: "shop:1"))), (0, .succeeded()), (1, .requested(request)),
        ])
        #expect(new.deployments.map(\.version) == [0, 1])
        request.changes.running = Self.image
        request.changes.runningVersion = "7"
        let function = stage([(1, .requested(request))])
        #expect(function.running?.image == Self.image && function.running?.revision == "7")
        #expect(function.knows(image: Self.image) && !function.knows(image: "shop@sha256:b"))
    }

    @Test func `takes effect after what the ledger knows, and not in the future`() {
        let known = stage([(0, .observed(ObservedDeployment(revision: "shop:1"))), (0, .succeeded())])
        #expect(known.takesEffect(at: time(1), notAfter: time(9)) == time(2))
        #expect(known.takesEffect(at: time(5), notAfter: time(9)) == time(5))
        #expect(known.takesEffect(at: time(12), notAfter: time(9)) == time(9))
        #expect(Stage().takesEffect(at: nil, notAfter: time(9)) == time(9))
    }
}
