import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues

/// Looks at AWS again, before anything is written down, whether a stage can go back to a target.
struct RollbackCheck {
    private let stage: OpenStage
    /// Whether a person has overridden what can be overridden.
    private let isForced: Bool
    private var targets: CheckedTargets

    /// `answers` are those that AWS has given before.
    init(
        _ stage: OpenStage,
        _ views: OpenViews,
        isForced: Bool,
        knowing answers: [TargetQuestion: TargetAnswer] = [:]
    ) throws(OperationError) {
        (self.stage, self.isForced) = (stage, isForced)
        targets = try CheckedTargets(of: stage.stage, stage.cloud, views, knowing: answers)
    }

    /// What was read.
    ///
    /// Where the image need not be given to anything again, it may be gone. A read without an answer is reported and does
    /// not stop the rollback: the calls that follow are refused where something is wrong. But where nobody can tell which
    /// image a tag was, a rollback could bring anything.
    ///
    /// - Throws: ``Refusal/blocked(_:)``, with the next target that nothing rules out.
    mutating func require(
        _ target: RollbackTarget,
        needsImage: Bool = true
    ) async throws(OperationError) -> TargetExamination {
        let examination = await targets.examine(target.content)
        let ofImage: Set<RollbackReason> = needsImage ? [] : [.imageMissing, .imageArchived]
        let reasons = examination.reasons(with: target.reasons).filter { !ofImage.contains($0) }
        var obstacles = reasons.filter { $0.weight == .block }
        var looks = examination.obstacles.map { "\($0.what): \($0.result)" }
        let unknown = target.pinnedImages(of: stage.stage).unknown
        if !unknown.isEmpty { obstacles.append(reasons.contains(.tagMoved) ? .tagMoved : .imageUnchecked) }
        looks += unknown.sorted(by: <).map { "nobody knows which image \($1) of container \($0) was" }
        if isForced { obstacles.removeAll(where: \.yieldsToForce) }
        guard obstacles.isEmpty else { throw try await blocked(target, examination, obstacles, reasons, looks) }
        for note in examination.missingAnswers(of: stage.id) { stage.caller.note(note) }
        return examination
    }

    /// Refuses to register a body that somebody has only recorded, unless AWS still shows the same for its revision.
    ///
    /// Who could record a definition could otherwise choose what a rollback brings, with which role.
    mutating func requireProven(
        _ target: RollbackTarget,
        _ examination: TargetExamination
    ) async throws(OperationError) {
        guard let revision = target.revision, let definition = target.definition,
            try !stage.ledger.hasWritten(definition, of: revision, in: stage.stage),
            try await !isShown(definition, as: revision)
        else { return }
        guard isForced else {
            let look = "\(revision): recorded by others, and AWS does not show the same"
            throw try await blocked(target, examination, [.definitionUnchecked], [.definitionUnchecked], [look])
        }
        stage.caller.note(.unproven(stage.id, revision: revision, definition: definition))
    }

    /// Whether AWS has this very body; what it does not tell, it does not have.
    private func isShown(_ definition: JSONObject, as revision: String) async throws(OperationError) -> Bool {
        let shown: SeenRevision
        do throws(CloudError) { shown = try await stage.cloud.revision(revision, of: nil) } catch {
            if case .credentials = error { throw .cloud(error) }
            return false
        }
        let sealed: SealedData
        let registry = stage.stage.registry
        do { sealed = try stage.ledger.gate.seal(["definition": .object(shown.definition)], in: registry) } catch {
            throw .sealing(error)
        }
        return DefinitionFields(of: sealed.object["definition"]?.object ?? [:]) == DefinitionFields(of: definition)
    }

    private mutating func blocked(
        _ target: RollbackTarget,
        _ examination: TargetExamination,
        _ obstacles: [RollbackReason],
        _ reasons: [RollbackReason],
        _ looks: [String]
    ) async throws(OperationError) -> OperationError {
        .refused(
            .blocked(
                BlockedTarget(
                    stage: stage.id,
                    name: target.name,
                    obstacles: obstacles,
                    reasons: reasons,
                    looks: looks,
                    checked: examination.json,
                    wayOut: try await wayOut(of: target, examination)
                )
            )
        )
    }

    private mutating func wayOut(
        of target: RollbackTarget,
        _ examination: TargetExamination
    ) async throws(OperationError) -> BlockedTarget.WayOut {
        if let controller = examination.otherController { return .controller(controller, revision: target.revision) }
        // Another target fares no better.
        guard !examination.reasons().contains(where: \.isOfStage) else { return .none }
        return try await targets.nextEligible(besides: target.version).map { .target(version: $0) } ?? .none
    }
}

extension RollbackTarget {
    fileprivate var content: TargetContent {
        TargetContent(revision: revision, image: image, definition: definition, images: images)
    }

    fileprivate var name: String { version.map { "v\($0)" } ?? revision ?? "it" }
}
