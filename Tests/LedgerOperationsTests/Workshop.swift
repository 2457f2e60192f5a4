import Glibc
import LedgerDomain
import LedgerLog
import LedgerValues
import Testing

@testable import LedgerOperations

/// A ledger in a directory of its own with the stack shop, whose stages are services in a scripted cloud.
final class Workshop {
    let directory: String
    let ledger: Ledger
    let clouds = ScriptedStages()
    var caller: Caller
    let image: ImageName

    /// `stages` by name, in their order; those in `manual` ask for approval.
    init(_ stages: [String], manual: Set<String> = []) throws {
        directory = "/tmp/stackledger-operations-\(UInt64.random(in: 0 ... .max))"
        ledger = try Ledger.create(at: directory)
        caller = try Caller(name: "ada", clouds: clouds, limits: TimeLimits(poll: .zero))
        image = try #require(ImageName("123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:v1"))
        let stack = StackName(rawValue: "shop")
        let created = StackCreated(
            stack: stack,
            architecture: .container,
            repository: nil,
            account: "123456789012",
            region: "eu-west-1",
            description: nil
        )
        try ledger.record(EventBatch(.stack(.created(created)), in: .stack(stack)), by: "ada")
        for name in stages {
            let id = StageID(stack, StageName(rawValue: name))
            let added = StageAdded(
                id: id,
                placement: .last,
                account: "123456789012",
                region: "eu-west-1",
                target: .ecs(cluster: "main", service: "shop", family: "shop", container: "shop"),
                approval: manual.contains(name) ? .manual : .automatic,
                settings: [:]
            )
            try ledger.record(EventBatch(.stage(.added(added)), in: .stage(id)), by: "ada")
        }
    }

    deinit {
        guard let stream = opendir(directory) else { return }
        closedir(stream)
        _ = system("rm -rf '\(directory)'")
    }

    func stage(_ name: String) -> StageID { StageID(StackName(rawValue: "shop"), StageName(rawValue: name)) }

    @discardableResult
    func deploy(_ name: String, _ settings: ActSettings = ActSettings()) async throws -> [DeploymentResult] {
        try await results(ImageDeployment(stage(name), image).run(ledger, caller, settings))
    }

    func results(_ outcome: ActOutcome) throws -> [DeploymentResult] {
        switch outcome {
        case .rehearsed: return []
        case .done(let results):
            if let obstacle = results.obstacles.first { throw obstacle }
            return results.results
        }
    }
}
