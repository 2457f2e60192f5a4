import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor

struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Bring a stage back to what an earlier deployment was.",
        discussion: """
            Without a target it goes to the newest deployment that succeeded, differs from what runs, is not marked bad \
            and was not itself rolled away from: stackledger targets shows all, with the reasons. A revision that is \
            inactive or was deleted is registered again from the record, its image pinned to the digest that ran. One that ran \
            before the ledger was begun can be named too. The alias of a Lambda function names the version again that ran; \
            without one, or without the version, the function is given its image again.

              stackledger rollback shop/prod -m "checkout errors"
              stackledger rollback shop/prod v12
              stackledger rollback shop/prod shop-prod:41
              stackledger rollback shop/prod @2026-11-01
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Argument(help: "v12, family:41, sha256:…, a commit, or @TIME for what ran then; chosen by itself when left out.")
    var target: String?

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        try ActCommand(id, options, .rollback, ["target": target]).run { act throws(Failure) in
            let unrecorded = try act.unrecorded(target)
            let target = if let unrecorded { unrecorded } else { try RollbackTarget(target, of: id, options.ledger) }
            switch act.stage.target {
            case .ecs: return try await request(target, act)
            case .lambda: return try await act.returning(to: target, asked(target))
            }
        }
    }

    private func asked(_ target: RollbackTarget) -> DeploymentRequest {
        DeploymentRequest(
            kind: .rollback,
            image: target.image,
            commit: target.commit,
            origin: target.version.map { .version($0) },
            reason: options.reason.reason,
            idempotencyKey: options.idempotencyKey
        )
    }

    private func request(_ target: RollbackTarget, _ act: StageAct) async throws(Failure) -> DeploymentRequest {
        do throws(CloudError) {
            let running = try await act.reader.running()
            guard target.version != nil || target.revision != running else {
                throw .unusable("\(act.id) runs \(running)", hint: "stackledger status \(act.id)")
            }
            var isActive = false
            if let revision = target.revision { isActive = try await act.reader.isActive(revision) ?? false }
            if let image = target.image.flatMap(ImageName.init) { _ = try await act.reader.pinned(image) }
            var request = asked(target)
            request.changes = ["running": .string(running)]
            // A revision that may be told to the service, and names its image by digest, is what it was.
            if isActive, target.isPinned {
                request.revision = target.revision
                request.plan = [.updateService]
            } else {
                request.plan = [.registerTaskDefinition, .updateService]
                request.changes["definition"] = target.definition.map { .object($0) }
                // A body that was never recorded is copied from AWS, as long as AWS has it.
                if target.definition == nil {
                    request.changes["base"] = isActive ? target.revision.map { .string($0) } : nil
                }
                guard target.definition != nil || isActive else {
                    throw .unusable(
                        "\(target.revision ?? "the revision") is not to be had any more, and its body was not recorded",
                        hint: "stackledger targets \(act.id) shows others"
                    )
                }
            }
            return request
        } catch { throw Failure(error) }
    }
}
