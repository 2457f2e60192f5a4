import LedgerDomain
import LedgerProcessor

/// Looks at AWS again, before anything is written down, whether a stage can go back to a target.
enum RollbackCheck {
    /// What was read.
    ///
    /// Where the image need not be given to anything again, it may be gone. A read without an answer is reported and does
    /// not stop the rollback: the calls that follow are refused where something is wrong.
    ///
    /// - Throws: ``Refusal/blocked(_:)``, with the next target that nothing rules out.
    static func require(
        _ target: RollbackTarget,
        _ stage: OpenStage,
        _ views: OpenViews,
        needsImage: Bool = true
    ) async throws(OperationError) -> TargetExamination {
        var targets = try CheckedTargets(of: stage.stage, stage.cloud, views)
        let examination = await targets.examine(target.content)
        let ofImage: Set<RollbackReason> = needsImage ? [] : [.imageMissing, .imageArchived]
        let reasons = examination.reasons(with: target.reasons).filter { !ofImage.contains($0) }
        guard reasons.contains(where: { $0.weight == .block }) else {
            for note in examination.missingAnswers(of: stage.id) { stage.caller.note(note) }
            return examination
        }
        throw .refused(
            .blocked(
                BlockedTarget(
                    stage: stage.id,
                    name: target.name,
                    reasons: reasons,
                    looks: examination.obstacles.map { "\($0.what): \($0.result)" },
                    checked: examination.json,
                    wayOut: try await wayOut(of: target, examination, &targets)
                )
            )
        )
    }

    private static func wayOut(
        of target: RollbackTarget,
        _ examination: TargetExamination,
        _ targets: inout CheckedTargets
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
