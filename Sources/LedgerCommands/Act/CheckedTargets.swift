import LedgerAWS
import LedgerDomain
import LedgerProcessor
import LedgerViews
import LedgerValues

/// The rollback targets of a stage as AWS sees them now.
struct CheckedTargets {
    let id: StageID
    /// By the log alone, the newest first.
    let rows: Rows
    private let stage: Row?
    private let definitions: Definitions
    private var examiner: TargetExaminer

    init(of stage: StageAdded, _ client: AWSClient, _ ledger: LedgerOptions) throws(Failure) {
        id = stage.id
        let asking = try Asking(ledger)
        rows = try asking.rows(.targets, id.parameters)
        self.stage = try asking.rows(.stage, id.parameters).rows.first
        definitions = Definitions(asking)
        let running = try asking.rows(.running, id.parameters).rows.first?.text("revision")
        let reader = AWSTargetReader(client, stage)
        examiner = TargetExaminer(stage, running: running) { await reader.answer($0) }
    }

    mutating func examine(_ content: TargetContent) async -> TargetExamination {
        await examiner.examine(content)
    }

    /// All of them, in the order of the rows.
    mutating func examinations() async throws(Failure) -> [TargetExamination] {
        let contents = try rows.rows.map { row throws(Failure) in try content(of: row) }
        return await examiner.examine(contents)
    }

    /// The newest of which neither the log nor AWS says anything against, other than `version`.
    mutating func nextEligible(besides version: Int?) async throws(Failure) -> Int? {
        for row in rows.rows where row.integer("version") != version {
            let recorded = row.rollbackReasons
            guard !recorded.contains(where: { $0.weight == .skip || $0 == .stageLocked }) else { continue }
            let examination = await examiner.examine(try content(of: row))
            if RollbackCandidate.Verdict(examination.reasons(with: recorded)) == .eligible {
                return row.integer("version")
            }
        }
        return nil
    }

    private func content(of row: Row) throws(Failure) -> TargetContent {
        let revision = row.text("revision")
        return TargetContent(
            revision: revision,
            image: row.text("image"),
            definition: try definitions.body(of: revision, in: stage)
        )
    }
}

extension TargetExamination {
    /// Tells on standard error what nobody answered.
    func noteSilences(of id: StageID) {
        for silence in unanswered { StandardError.note(silence.note(on: id)) }
    }

    /// What to use where ECS does not bring out deployments itself; nil where it does.
    func instead(of id: StageID, for revision: String?) -> String? {
        let revision = revision ?? "FAMILY:N"
        return switch service?.controller {
        case nil, "ECS"?: nil
        case "CODE_DEPLOY"?:
            "CodeDeploy deploys it: aws deploy create-deployment, with an AppSpec that names \(revision)"
        case "EXTERNAL"?:
            "its own controller deploys it: aws ecs create-task-set --task-definition \(revision), then "
                + "update-service-primary-task-set"
        case let other?: "\(other) deploys it"
        }
    }
}

extension TargetExamination.Look {
    func note(on id: StageID) -> String {
        let code = result.split(separator: " ").last.map(String.init) ?? result
        return "note: \(id): no answer on \(what): \(code): \(message)"
    }
}
