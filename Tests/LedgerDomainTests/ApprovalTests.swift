import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing

struct `An approval` {
    @Test(arguments: DeploymentKind.allCases)
    func `is needed for new content where a stage asks for it`(kind: DeploymentKind) {
        #expect(Approval.manual.isNeeded(for: kind) == [.deploy, .promote].contains(kind))
        #expect(!Approval.automatic.isNeeded(for: kind))
    }

    @Test(arguments: Approval.allCases, DeploymentKind.allCases)
    func `holds a deployment, and its process`(approval: Approval, kind: DeploymentKind) throws {
        let request = StageEvent.deployment("d-1", version: 1, .requested(DeploymentRequest(kind: kind)))
        var stage = Stage()
        var process = DeploymentProcess("d-1")
        for event in [.added(.sample), .changed(["approval": .string(approval.rawValue)]), request] {
            stage.evolve(event, at: "2026-11-03T10:00:00Z")
            process.evolve(event, at: "2026-11-03T10:00:00Z")
        }
        let expected: Deployment.Phase = approval.isNeeded(for: kind) ? .awaitingApproval : .requested
        #expect(try #require(stage.deployments.first).phase == expected)
        #expect(process.deployment?.phase == expected)
        #expect((process.next == .awaitApproval) == approval.isNeeded(for: kind))
    }
}

extension StageAdded {
    fileprivate static let sample = StageAdded(
        id: "shop/prod",
        account: "123456789012",
        region: "us-east-1",
        target: .lambda(function: "shop")
    )
}
