import LedgerDomain
import LedgerProcessor
import LedgerValues

/// Looks at AWS again, before anything is written down, whether a stage can go back to a target.
enum RollbackCheck {
    /// What was read.
    ///
    /// Where the image need not be given to anything again, it may be gone. Without an answer it goes on, and says so: the calls that follow are refused where something is wrong.
    ///
    /// - Throws: What stands in the way, with the next target that nothing speaks against.
    static func require(
        _ target: RollbackTarget,
        _ entry: StageEntry,
        _ ledger: LedgerOptions,
        needsImage: Bool = true
    ) async throws(Failure) -> TargetExamination {
        var targets = try CheckedTargets(of: entry.stage, entry.client, ledger)
        let examination = await targets.examine(target.content)
        let ofImage: Set<RollbackReason> = needsImage ? [] : [.imageMissing, .imageArchived]
        let reasons = examination.reasons(with: target.reasons).filter { !ofImage.contains($0) }
        guard let obstacle = reasons.first(where: { $0.weight == .block }) else {
            examination.noteSilences(of: entry.id)
            return examination
        }
        let names = reasons.filter { $0.weight == .block }.map(\.rawValue).joined(separator: ", ")
        let looks = examination.obstacles.map { " (\($0.what): \($0.result))" }.joined()
        throw Failure(
            .refused,
            obstacle.rawValue,
            "\(entry.id) cannot go back to \(target.name): \(names)\(looks)",
            hint: try await hint(instead: target, examination, &targets),
            details: ["reasons": .array(reasons.map { .string($0.rawValue) }), "checked": examination.json]
        )
    }

    private static func hint(
        instead target: RollbackTarget,
        _ examination: TargetExamination,
        _ targets: inout CheckedTargets
    ) async throws(Failure) -> String {
        let id = targets.id
        if let instead = examination.instead(of: id, for: target.revision) { return instead }
        let all = "stackledger targets \(id) --check"
        // Another target fares no better.
        guard !examination.reasons().contains(where: \.isOfStage) else { return all }
        return try await targets.nextEligible(besides: target.version).map { "stackledger rollback \(id) v\($0)" }
            ?? all
    }
}

extension RollbackTarget {
    fileprivate var content: TargetContent { TargetContent(revision: revision, image: image, definition: definition) }
    fileprivate var name: String { version.map { "v\($0)" } ?? revision ?? "it" }
}
