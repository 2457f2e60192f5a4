import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor

struct DeployCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Bring an image to a stage: update its service or its function with it, and wait.",
        discussion: """
            The image is resolved to its digest and pinned. On ECS the new revision is a copy of what the stage runs, or of \
            --task-definition, with nothing else changed. A Lambda function is given the image, and where the stage has an \
            alias, a version of it is published and named by the alias. Every step is written down before it is made, so that a \
            deploy that is killed can be gone on with: stackledger recover. The number of tasks is left to autoscaling.

              stackledger deploy shop/dev --image shop:4f2c1a9 --commit 4f2c1a9
              stackledger deploy shop/dev --image shop@sha256:9b1e… -m "hotfix" --timeout 10m
              stackledger deploy shop/dev --image shop:4f2c1a9 --dry-run
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Option(help: "NAME:TAG or NAME@sha256:…, in the stage's own registry where no host is written.")
    var image: String

    @Option(help: "The commit that the image was built from.")
    var commit: String?

    @Option(help: "Copy this revision, family:N, rather than what the stage runs.")
    var taskDefinition: String?

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        guard let image = ImageName(image) else {
            throw Failure.usage("'\(image)' is no image", hint: "write NAME:TAG or NAME@sha256:…")
        }
        let asked = ["image": self.image, "commit": commit, "taskDefinition": taskDefinition]
        try ActCommand(id, options, .deploy, asked).run { act throws(Failure) in
            do throws(CloudError) {
                let home = image.inECR(account: act.stage.account, region: act.stage.region)
                return switch act.stage.target {
                case .ecs: try await revising(home, act)
                case .lambda: try await giving(home, act)
                }
            } catch { throw Failure(error) }
        }
    }

    /// A new revision with the image for the service.
    private func revising(_ image: ImageName, _ act: StageAct) async throws(CloudError) -> DeploymentRequest {
        let running = try await act.reader.running()
        var request = try await request(image, act)
        request.changes = ["running": .string(running), "base": .string(taskDefinition ?? running)]
        request.plan = [.registerTaskDefinition, .updateService]
        return request
    }

    private func giving(_ image: ImageName, _ act: StageAct) async throws(CloudError) -> DeploymentRequest {
        guard taskDefinition == nil else {
            throw .unusable("\(act.id) is a Lambda function", hint: "leave --task-definition out")
        }
        return try await act.giving(try await request(image, act))
    }

    private func request(_ image: ImageName, _ act: StageAct) async throws(CloudError) -> DeploymentRequest {
        DeploymentRequest(
            kind: .deploy,
            image: try await act.reader.pinned(image),
            commit: commit,
            reason: options.reason.reason,
            idempotencyKey: options.idempotencyKey
        )
    }
}
