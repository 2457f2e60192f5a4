package import LedgerDomain
import LedgerProcessor
import LedgerValues

/// `rollback`: brings a stage back to what an earlier deployment ran.
package struct Rollback: Sendable {
    package let stage: StageID
    /// As a person names it; nil takes the default.
    package var target: String?
    /// Whether it overrides locks, and what AWS says against the target where that can be overridden.
    package var isForced = false

    package init(_ stage: StageID, to target: String? = nil) {
        (self.stage, self.target) = (stage, target)
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> ActOutcome {
        let arguments = ["target": target, "force": isForced ? "true" : nil]
        return try await DeploymentAct(stage, ledger, caller, settings, .rollback, arguments, supersedes: true).run {
            (stage, left) throws(OperationError) in
            switch stage.stage.target {
            case .ecs: try await revising(stage, left, settings)
            case .lambda: try await returning(stage, left, settings)
            }
        }
    }

    /// The target, chosen in view of what AWS runs now.
    private func found(
        _ stage: OpenStage,
        _ running: RunningContents?,
        _ left: DeploymentProcess?
    ) async throws(OperationError) -> (RollbackTarget, OpenViews, Observation?) {
        // Where the content stays the same, there is nothing to go back from but that.
        let isLeaving = left?.deployment?.kind.changesContent ?? false
        var situation = RollbackTarget.Situation(isLeaving: isLeaving, isForced: isForced)
        var observation: Observation?
        if left == nil, let running {
            let open = try stage.openDeployment().map { (open) throws(OperationError) in try stage.version(of: open) }
            let seen = try await stage.observation(of: running, except: open)
            if seen.isNews { situation.running = running }
            observation = seen
        }
        let views = try stage.ledger.views(provenFor: stage.id.stack)
        if let unrecorded = try stage.unrecorded(target) { return (unrecorded, views, observation) }
        while true {
            let found = try RollbackTarget(target, of: stage.id, in: situation, views)
            guard target == nil, let version = found.version, !situation.passed.contains(version),
                try await !stage.hasProof(of: found)
            else { return (found, views, observation) }
            stage.caller.note(.passedTarget(stage.id, version: version))
            situation.passed.insert(version)
        }
    }

    private func request(for target: RollbackTarget, _ settings: ActSettings) -> DeploymentRequest {
        var request = DeploymentRequest(
            kind: .rollback,
            image: target.image,
            commit: target.commit,
            origin: target.version.map { .version($0) },
            reason: settings.reason,
            idempotencyKey: settings.idempotencyKey
        )
        request.changes.isForced = isForced
        return request
    }

    private func returning(
        _ stage: OpenStage,
        _ left: DeploymentProcess?,
        _ settings: ActSettings
    ) async throws(OperationError) -> DeploymentWish {
        let function: RunningFunction
        do throws(CloudError) { function = try await stage.cloud.function() } catch { throw .cloud(error) }
        let (target, views, observation) = try await found(stage, .function(function), left)
        var request = try await stage.returning(to: target, request(for: target, settings), from: function)
        var check = try RollbackCheck(stage, views, isForced: isForced)
        let examination = try await check.require(target, needsImage: request.plan.contains(.updateFunctionCode))
        request.changes.checked = examination.json
        return DeploymentWish(request, running: .function(function), observation)
    }

    private func revising(
        _ stage: OpenStage,
        _ left: DeploymentProcess?,
        _ settings: ActSettings
    ) async throws(OperationError) -> DeploymentWish {
        let answer = await stage.cloud.answer(.service)
        let service: RunningService? = if case .service(let state) = answer { state.ownRunning } else { nil }
        let running = service.map { RunningContents.service($0) }
        let (chosen, views, observation) = try await found(stage, running, left)
        var target = chosen
        let facts = await complete(&target, stage)
        var check = try RollbackCheck(stage, views, isForced: isForced, knowing: [.service: answer])
        let examination = try await check.require(target)
        if let service, service.isDeploying, left?.canBeAbandoned ?? true, try stage.openDeployment() == nil {
            stage.caller.note(.replacing(stage.id, revision: service.revision))
        }
        let wish: DeploymentWish
        do throws(CloudError) {
            let running = if let service { service } else { try await stage.cloud.service() }
            guard target.version != nil || target.revision != running.revision else {
                let hint = "stackledger status \(stage.id.description.shellQuoted)"
                throw .unusable("\(stage.id) runs \(running.revision)", hint: hint)
            }
            var request = request(for: target, settings)
            (request.changes.running, request.changes.checked) = (running.revision, examination.json)
            plan(&request, target, examination, stage.stage)
            wish = DeploymentWish(request, running: .service(running), observation, facts: facts)
        } catch { throw .cloud(error) }
        if wish.request.changes.definition != nil { try await check.requireProven(target, examination) }
        return wish
    }

    /// Asks AWS for what the log does not know of a target: its body, and the images that its tags meant.
    private func complete(_ target: inout RollbackTarget, _ stage: OpenStage) async -> [Proposal] {
        let isRecorded = target.definition != nil
        guard let revision = target.revision,
            !isRecorded || !target.pinnedImages(of: stage.stage).unknown.isEmpty
        else { return [] }
        do throws(CloudError) {
            let seen = try await stage.cloud.revision(revision, of: nil)
            target.take(seen, stage.stage)
            for error in seen.unanswered {
                stage.caller.note(.unread(stage.id, what: "the images of \(revision)", "\(error)"))
            }
            return isRecorded ? [] : [Proposal(registered: seen, in: stage.stage)]
        } catch {
            // Whether it is there is part of the check.
            return []
        }
    }

    private func plan(
        _ request: inout DeploymentRequest,
        _ target: RollbackTarget,
        _ examination: TargetExamination,
        _ stage: StageAdded
    ) {
        let images = target.pinnedImages(of: stage)
        // An active revision that names its images by digest is what it was.
        if examination.revision == .active,
            target.isPinned || images.known.isEmpty && !images.unknown.isEmpty
        {
            request.revision = target.revision
            request.plan = [.updateService]
        } else {
            request.plan = [.registerTaskDefinition, .updateService]
            request.changes.definition = target.definition
            request.changes.images = (target.definition?.containerImages.pinned ?? [:])
                .merging(images.known) { pinned, _ in pinned }
            // A body that was never recorded is copied from AWS.
            if target.definition == nil { request.changes.base = target.revision }
        }
    }
}

extension ServiceState {
    /// What it runs, if ECS deploys it itself.
    fileprivate var ownRunning: RunningService? { controller == "ECS" ? running : nil }
}
