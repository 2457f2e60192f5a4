import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerViews
import LedgerValues

/// The targets of a stage with what AWS says of them.
struct TargetListing {
    /// As the log has them, with the reasons and the verdicts that AWS's answers make.
    private(set) var rows: [Row]
    let listing: Listing
    private let id: StageID
    private let examinations: [TargetExamination]

    /// Asks AWS with the surroundings' credentials, which must be those of the stage's account: another's answers would
    /// be about other things.
    init(checked id: StageID, _ ledger: LedgerOptions) async throws(Failure) {
        let stage = try OpenLedger.forReading(ledger).definition(of: id)
        let client = try StageEntry.client(of: stage)
        do { _ = try await StageReader(client, stage).caller() } catch { throw Failure(error) }
        var targets = try CheckedTargets(of: stage, client, ledger)
        self.init(targets.rows, of: id, try await targets.examinations())
    }

    private init(_ recorded: Rows, of id: StageID, _ examinations: [TargetExamination]) {
        var checked = recorded
        for (index, examination) in examinations.enumerated() { checked.rows[index].take(examination) }
        var listing = checked.listing
        listing.columns.append("checked")
        for (index, examination) in examinations.enumerated() { listing.rows[index].append(examination.json) }
        (self.id, self.listing, self.examinations, rows) = (id, listing, examinations, checked.rows)
    }

    /// Tells on standard error what nobody answered, each once.
    func noteSilences() {
        var told: Set<String> = []
        for note in examinations.flatMap({ $0.unanswered.map { $0.note(on: id) } }) where told.insert(note).inserted {
            StandardError.note(note)
        }
    }

    /// What to use where ECS does not bring out deployments itself.
    var instead: String? {
        let chosen = rows.firstIndex { $0.isTrue("is_default") } ?? rows.startIndex
        guard rows.indices.contains(chosen) else { return nil }
        return examinations[chosen].instead(of: id, for: rows[chosen].text("revision")).map { "Instead, \($0)." }
    }
}

extension Row {
    fileprivate mutating func take(_ examination: TargetExamination) {
        let reasons = examination.reasons(with: rollbackReasons)
        self["reasons"] = .text(CanonicalJSON.text(.array(reasons.map { .string($0.rawValue) })))
        self["verdict"] = .text(RollbackCandidate.Verdict(reasons).rawValue)
    }
}
