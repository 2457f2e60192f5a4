import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues

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
              stackledger deploy shop/dev --image shop:4f2c1a9 --task-definition task.json
              stackledger deploy shop/dev --image shop:4f2c1a9 --dry-run
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Option(help: "NAME:TAG or NAME@sha256:…, in the stage's own registry where no host is written.")
    var image: String

    @Option(help: "The commit that the image was built from.")
    var commit: String?

    @Option(help: "Copy this revision, family:N, or this file's definition, rather than what the stage runs.")
    var taskDefinition: String?

    @Option(help: "The container that the image is for; the stage's own by default.")
    var container: String?

    @Flag(help: "End a deployment that is under way first, instead of leaving the stage to it.")
    var supersede = false

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        guard let image = ImageName(image) else {
            throw Failure.usage("'\(image)' is no image", hint: "write NAME:TAG or NAME@sha256:…")
        }
        if let commit, !commit.isCommitName {
            throw Failure.usage("--commit: '\(commit)' is no commit", hint: "write the hash, 4f2c1a9")
        }
        let source = try DefinitionSource(taskDefinition, of: id)
        let asked = [
            "image": self.image, "commit": commit, "taskDefinition": taskDefinition,
            "container": container,
        ]
        try ActCommand(id, options, .deploy, asked, supersedes: supersede).run { entry, _ throws(Failure) in
            var request = DeploymentRequest(
                kind: .deploy,
                commit: commit,
                reason: options.reason.reason,
                idempotencyKey: options.idempotencyKey
            )
            do throws(CloudError) {
                let home = image.inECR(account: entry.stage.account, region: entry.stage.region)
                request.image = try await entry.reader.pinned(home)
                if case .lambda = entry.stage.target { return try await giving(request, entry) }
            } catch { throw Failure(error) }
            return try await revising(request, source, entry)
        }
    }

    /// A new revision with the image for the service.
    private func revising(
        _ request: DeploymentRequest,
        _ source: DefinitionSource,
        _ entry: StageEntry
    ) async throws(Failure) -> DeploymentRequest {
        let running: String
        do throws(CloudError) { running = try await entry.reader.running() } catch { throw Failure(error) }
        var request = request
        request.changes["running"] = .string(running)
        request.changes["container"] = container.map { .string($0) }
        try source.fill(&request, running: running, entry.stage)
        request.plan = [.registerTaskDefinition, .updateService]
        return request
    }

    private func giving(
        _ request: DeploymentRequest,
        _ entry: StageEntry
    ) async throws(CloudError) -> DeploymentRequest {
        guard taskDefinition == nil, container == nil else {
            throw .unusable(
                "\(entry.id) is a Lambda function",
                hint: "leave --task-definition and --container out"
            )
        }
        return try await entry.giving(request)
    }
}

extension String {
    /// What a version control system may name a commit by: no spaces, and nothing that a shell or a terminal minds.
    fileprivate var isCommitName: Bool {
        (1...100).contains(utf8.count)
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-/".utf8.contains(byte)
                }
            }
    }
}
