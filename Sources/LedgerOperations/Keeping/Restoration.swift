import Glibc
import LedgerDomain
package import LedgerLog
import LedgerSQLite
import LedgerViews
package import LedgerValues
import LedgerSystem

/// Decides whether a backup may take the place of a ledger's log, and puts it there.
package struct Restoration {
    private let backup: String
    private let directory: String
    private let evidence: KeptEvidence
    private let acceptance: String?
    private let actor: String
    private let report: Report

    package struct Restored {
        package let ledger: UniqueID
        /// How many events the backup has.
        package let size: Int
        /// The end of the log now.
        package let head: LogHead
        package let lost: Int
        /// Where the log is that was there.
        package let kept: String?
    }

    /// `acceptance` is why a loss is accepted; nil when none is.
    package init(
        of backup: String,
        into directory: String,
        evidence: KeptEvidence,
        acceptance: String?,
        actor: String,
        report: @escaping Report
    ) {
        (self.backup, self.directory, self.evidence) = (backup, directory, evidence)
        (self.acceptance, self.actor, self.report) = (acceptance, actor, report)
    }

    package func run() throws(OperationError) -> Restored {
        try LedgerDirectory(directory).requireOwn()
        try requireFile()
        let restoration = try copy()
        let report = try audit(restoration)
        let claims = try evidence.claims(of: report.ledger, named: backup)
        let present: ExistingLog
        do { present = try restoration.present(against: report) } catch { throw failure(error) }
        let known = claims + (try self.claims(of: present, report))
        let most = try mostAcknowledged(known, restoration, report)
        let lost = max(0, (most?.size ?? 0) - report.size)
        if let most, lost > 0 { try accept(most, restoration, report) }
        // They are of the log that was there, and must not be taken for those of another.
        do { try ViewStore(directory: directory, log: LogAccess(directory: directory)).discard() } catch {
            throw .views(error)
        }
        let (kept, head): (String?, LogHead)
        do { (kept, head) = try restoration.replace(present, by: report) } catch { throw failure(error) }
        try LedgerDirectory(directory).keepOutOfGit()
        return Restored(ledger: report.ledger, size: report.size, head: head, lost: lost, kept: kept)
    }

    private func failure(_ error: EventLogError) -> OperationError {
        error == .busy ? .keeping(.logInUse(directory: directory)) : .log(error)
    }

    private func requireFile() throws(OperationError) {
        guard !DurableFile.isDirectory(backup) else { throw .input(.backupIsDirectory(path: backup)) }
        guard access(backup, R_OK) != 0 else { return }
        throw .keeping(.backupUnreadable(path: backup, code: errno))
    }

    private func copy() throws(OperationError) -> LogRestoration {
        do {
            return try LogRestoration(
                of: backup,
                into: directory,
                copying: { done, total in report(.progress(.copying, done: done, total: total)) }
            )
        } catch {
            switch error {
            case .backup(let error): throw damaged(error)
            case .ledger(.busy): throw .keeping(.restoreUnderWay(directory: directory))
            case .ledger(let error): throw .log(error)
            }
        }
    }

    private func audit(_ restoration: LogRestoration) throws(OperationError) -> AuditReport {
        let report: AuditReport
        do {
            report = try restoration.audit { [tell = self.report] done, total in
                tell(.progress(.checking, done: done, total: total))
            }
        } catch { throw damaged(error) }
        if let problem = report.problems.first {
            throw damaged((problem.position.map { "#\($0): " } ?? "") + problem.description)
        }
        return report
    }

    private func damaged(_ error: EventLogError) -> OperationError {
        switch error {
        case .damaged(let what): damaged(what)
        case .storage(_, let message): damaged(message)
        case .notALedger: damaged("it is not a backup of a ledger")
        default: .log(error)
        }
    }

    private func damaged(_ why: String) -> OperationError { .keeping(.backupDamaged(path: backup, why: why)) }
}

// MARK: - What there was

extension Restoration {
    /// What the ledger itself says that there was.
    ///
    /// A log that does not pass its own audit says nothing of what its events were, only of how many there were.
    private func claims(of present: ExistingLog, _ report: AuditReport) throws(OperationError) -> [KeptEvidence.Claim] {
        var claims: [KeptEvidence.Claim] = []
        if let (size, root) = present.acknowledged { claims.append(.init(name: "head.json", size: size, root: root)) }
        guard let found = present.report else { return claims }
        guard found.ledger == report.ledger else {
            let other = KeepingError.OtherLedger.backup(
                backup,
                ledger: report.ledger,
                directory: directory,
                found: found.ledger
            )
            throw .keeping(.otherLedger(other))
        }
        guard present.damage == nil else {
            if found.size > report.size { claims.append(.init(name: "log.db", size: found.size, root: found.root)) }
            return claims
        }
        guard present.continuesBackup else { throw forked("log.db", at: report.size) }
        return claims + [.init(name: "log.db", size: found.size, root: found.root)]
    }

    /// The claim of the most events; each that the backup is long enough for must be true of it.
    private func mostAcknowledged(
        _ claims: [KeptEvidence.Claim],
        _ restoration: LogRestoration,
        _ report: AuditReport
    ) throws(OperationError) -> KeptEvidence.Claim? {
        for claim in claims where claim.size <= report.size {
            let root: SHA256Hash
            do { root = try restoration.root(at: claim.size) } catch { throw .log(error) }
            guard root == claim.root else { throw forked(claim.name, at: claim.size) }
        }
        return claims.max { $0.size < $1.size }
    }

    private func forked(_ name: String, at size: Int) -> OperationError {
        .keeping(.forked(backup: backup, name: name, size: size))
    }

    /// Makes the loss the first event after those of the backup, before anybody can append another.
    private func accept(
        _ most: KeptEvidence.Claim,
        _ restoration: LogRestoration,
        _ report: AuditReport
    ) throws(OperationError) {
        guard let acceptance else { throw loss(of: most, report) }
        let event = CustodyEvent.lossAccepted(
            AcceptedLoss(
                acknowledged: most.size,
                acknowledgedRoot: most.root.description,
                restored: Int64(report.size),
                restoredRoot: report.root.description,
                reason: acceptance
            )
        )
        let draft: EventDraft
        do {
            draft = try EventDraft(event, of: report.ledger, by: actor, gate: SealingGate(SealKeys(ledger: directory)))
        } catch { throw .sealing(error) }
        do { try restoration.append(draft, at: .now()) } catch { throw .log(error) }
    }

    private func loss(of most: KeptEvidence.Claim, _ report: AuditReport) -> OperationError {
        .keeping(
            .lossNotAccepted(backup: backup, restored: report.size, name: most.name, acknowledged: most.size)
        )
    }
}

extension EventDraft {
    /// An event of the ledger itself, now.
    init(
        _ event: CustodyEvent,
        of ledger: UniqueID,
        by actor: String,
        gate: SealingGate
    ) throws(SealingError) {
        self.init(
            id: .make(),
            type: LedgerEvent.custody(event).type.rawValue,
            subject: StreamName.ledger(ledger).description,
            time: .now(),
            actor: actor,
            data: try gate.seal(LedgerEvent.custody(event).data, in: nil)
        )
    }
}
