import LedgerDomain
import LedgerProcessor
import LedgerViews

/// The rollback targets of a stage as AWS sees them now.
struct CheckedTargets {
    let id: StageID
    /// By the log alone, the newest first.
    let rows: Rows
    private let stage: Row?
    private let definitions: Definitions
    private var examiner: TargetExaminer

    /// `answers` are those that AWS has given before.
    init(
        of stage: StageAdded,
        _ cloud: any StageCloud,
        _ views: OpenViews,
        knowing answers: [TargetQuestion: TargetAnswer] = [:]
    ) throws(OperationError) {
        id = stage.id
        rows = try views.rollbackTargets(of: id)
        self.stage = try views.rows(.stage, id.parameters).rows.first
        definitions = Definitions(views)
        let running = try views.rows(.running, id.parameters).rows.first?.text("revision")
        examiner = TargetExaminer(stage, running: running, knowing: answers) { await cloud.answer($0) }
    }

    mutating func examine(_ content: TargetContent) async -> TargetExamination {
        await examiner.examine(content)
    }

    /// All of them, in the order of the rows.
    mutating func examinations() async throws(OperationError) -> [TargetExamination] {
        let contents = try rows.rows.map { row throws(OperationError) in try content(of: row) }
        return await examiner.examine(contents)
    }

    /// The newest, other than `version`, that neither the log nor AWS rules out.
    mutating func nextEligible(besides version: Int?) async throws(OperationError) -> Int? {
        for row in rows.rows where row.integer("version") != version {
            let recorded = row.rollbackReasons
            guard !recorded.contains(where: { $0.weight == .skip || $0 == .stageLocked }) else { continue }
            let examination = await examiner.examine(try content(of: row))
            if RollbackVerdict(examination.reasons(with: recorded)) == .eligible {
                return row.integer("version")
            }
        }
        return nil
    }

    private func content(of row: Row) throws(OperationError) -> TargetContent {
        let revision = row.text("revision")
        let definition = try definitions.body(of: revision, in: stage)
        return TargetContent(
            revision: revision,
            image: row.text("image"),
            definition: definition,
            images: try definitions.images(of: row, in: definition)
        )
    }
}

extension TargetExamination {
    /// Reads that got no answer.
    func missingAnswers(of id: StageID) -> [OperationNote] {
        unanswered.map { look in
            let code = look.result.split(separator: " ").last.map(String.init) ?? look.result
            return .noAnswer(id, what: look.what, code: code, message: look.message)
        }
    }

    /// The service's deployment controller; nil where it is ECS.
    var otherController: String? {
        guard let controller = service?.controller, controller != "ECS" else { return nil }
        return controller
    }
}
