import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues

struct RollbackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Bring a stage back to what an earlier deployment was.",
        discussion: """
            Without a target it goes to the newest deployment that succeeded, differs from what runs, is not marked bad \
            and was not itself rolled away from: stackledger targets shows all, with the reasons. A revision that is \
            inactive or was deleted is registered again from the record, its image pinned to the digest that ran. One that ran \
            before the ledger was begun can be named too. The alias of a Lambda function names the version again that ran; \
            without one, or without the version, the function is given its image again. A deployment that is still under \
            way is stopped first. AWS is asked again, before anything is written down, whether the image, the roles, the \
            secrets and the service are there: what stands in the way is refused, and what nobody answers is told.

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
        try ActCommand(id, options, .rollback, ["target": target], supersedes: true).run {
            entry,
            left throws(Failure) in
            let target = try targeted(entry, isLeaving: left != nil)
            switch entry.stage.target {
            case .ecs: return try await revising(target, entry)
            case .lambda: return try await returning(to: target, entry)
            }
        }
    }

    private func targeted(_ entry: StageEntry, isLeaving: Bool) throws(Failure) -> RollbackTarget {
        if let unrecorded = try entry.unrecorded(target) { return unrecorded }
        return try RollbackTarget(target, of: entry.id, isLeaving: isLeaving, options.ledger)
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

    private func returning(to target: RollbackTarget, _ entry: StageEntry) async throws(Failure) -> DeploymentRequest {
        var request = try await entry.returning(to: target, asked(target))
        let givesImage = request.plan.contains(.updateFunctionCode)
        let examination = try await RollbackCheck.require(target, entry, options.ledger, needsImage: givesImage)
        request.changes["checked"] = examination.json
        return request
    }

    private func revising(_ target: RollbackTarget, _ entry: StageEntry) async throws(Failure) -> DeploymentRequest {
        let examination = try await RollbackCheck.require(target, entry, options.ledger)
        do throws(CloudError) {
            let known = examination.service?.revision
            let running = if let known { known } else { try await entry.reader.running() }
            guard target.version != nil || target.revision != running else {
                throw .unusable("\(entry.id) runs \(running)", hint: "stackledger status \(entry.id)")
            }
            var request = asked(target)
            request.changes = ["running": .string(running), "checked": examination.json]
            // A revision that may be told to the service, and names its image by digest, is what it was.
            if examination.revision == .active, target.isPinned {
                request.revision = target.revision
                request.plan = [.updateService]
            } else {
                request.plan = [.registerTaskDefinition, .updateService]
                request.changes["definition"] = target.definition.map { .object($0) }
                // A body that was never recorded is copied from AWS.
                if target.definition == nil { request.changes["base"] = target.revision.map { .string($0) } }
            }
            return request
        } catch { throw Failure(error) }
    }
}
