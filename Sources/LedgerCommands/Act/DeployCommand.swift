import ArgumentParser
import LedgerDomain
import LedgerOperations

struct DeployCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploy an image to a stage and wait for the outcome.",
        discussion: """
            The image is resolved to its digest and pinned. On ECS the new revision is a copy of what the stage runs, or of \
            --task-definition, with nothing else changed: all containers that had the same image get the new one, and \
            tags of other images in ECR are pinned to their digests. A Lambda function gets the image; if the stage has an alias, a \
            new version is published and the alias points to it. Every step is recorded before it is made, so that \
            stackledger recover can resume a deploy that was killed. Autoscaling keeps the number of tasks.

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

    @Option(help: "Copy this revision (family:N, an ARN, or a family for its newest) or this file, not what runs.")
    var taskDefinition: String?

    @Option(help: "Only this container gets the image; may be repeated. By default all that have the stage's image.")
    var container: [String] = []

    @Flag(help: "First end a deployment that is under way, whoever began it.")
    var supersede = false

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        guard let image = ImageName(image) else { throw Failure.usage(.notAnImage(image)) }
        if let commit, !commit.isCommitName { throw Failure.usage(.notACommit(commit)) }
        var deployment = ImageDeployment(id, image)
        (deployment.commit, deployment.definition, deployment.containers) = (commit, taskDefinition, container)
        deployment.supersedes = supersede
        try options.run(interruption: .deployment(id, isPromotion: false), deployment.run)
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
