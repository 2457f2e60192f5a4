import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerViews
import LedgerValues
import LedgerSystem

/// Decides whether a backup may take the place of a ledger's log, and puts it there.
struct Restoration {
    let backup: String
    let directory: String
    let evidence: KeptEvidence
    /// Why a loss is accepted; nil when none is.
    let acceptance: String?
    let actor: String

    struct Restored {
        let report: AuditReport
        /// The end of the log now.
        let head: LogHead
        let lost: Int
        /// Where the log is that was there.
        let kept: String?
    }

    func run() throws(Failure) -> Restored {
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
            throw Failure(error)
        }
        do {
            let (kept, head) = try restoration.replace(present, by: report)
            return Restored(report: report, head: head, lost: lost, kept: kept)
        } catch { throw failure(error) }
    }

    private func failure(_ error: EventLogError) -> Failure {
        switch error {
        case .busy:
            Failure(
                .conflict,
                "busy",
                "another process has the log of \(directory) open; nothing was changed",
                hint: "end it and repeat"
            )
        default: Failure(error)
        }
    }

    private func requireFile() throws(Failure) {
        guard !BackupTarget.isDirectory(backup) else {
            throw .usage("\(backup) is a directory", hint: "name the backup in it")
        }
        guard access(backup, R_OK) != 0 else { return }
        throw Failure(
            errno == ENOENT ? .notFound : .unexpected,
            "file",
            "\(backup): \(String(cString: strerror(errno)))",
            hint: "name a backup that can be read"
        )
    }

    private func copy() throws(Failure) -> LogRestoration {
        do {
            return try LogRestoration(of: backup, into: directory, copying: ProgressLine("copying").advance)
        } catch {
            switch error {
            case .backup(let error): throw damaged(error)
            case .ledger(.busy):
                throw Failure(
                    .conflict,
                    "busy",
                    "another restore is going on in \(directory)",
                    hint: "repeat when it is done"
                )
            case .ledger(let error): throw Failure(error)
            }
        }
    }

    private func audit(_ restoration: LogRestoration) throws(Failure) -> AuditReport {
        let report: AuditReport
        do { report = try restoration.audit(ProgressLine("checking").advance) } catch { throw damaged(error) }
        if let problem = report.problems.first {
            throw damaged((problem.position.map { "#\($0): " } ?? "") + problem.description)
        }
        return report
    }

    private func damaged(_ error: EventLogError) -> Failure {
        switch error {
        case .damaged(let what): damaged(what)
        case .storage(_, let message): damaged(message)
        case .notALedger: damaged("it is no backup of a ledger")
        default: Failure(error)
        }
    }

    private func damaged(_ what: String) -> Failure {
        Failure(
            .verificationFailed,
            "damagedBackup",
            "\(backup): \(what)",
            hint: "take another backup; nothing was changed",
            details: ["file": .string(backup)]
        )
    }
}

// MARK: - What there was

extension Restoration {
    /// What the ledger itself says that there was.
    ///
    /// A log that does not pass its own audit says nothing of what its events were, only of how many there were.
    private func claims(of present: ExistingLog, _ report: AuditReport) throws(Failure) -> [KeptEvidence.Claim] {
        var claims: [KeptEvidence.Claim] = []
        if let (size, root) = present.acknowledged { claims.append(.init(name: "head.json", size: size, root: root)) }
        guard let found = present.report else { return claims }
        guard found.ledger == report.ledger else {
            throw .otherLedger("\(backup) is of the ledger \(report.ledger), in \(directory) is \(found.ledger)")
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
    ) throws(Failure) -> KeptEvidence.Claim? {
        for claim in claims where claim.size <= report.size {
            let root: SHA256Hash
            do { root = try restoration.root(at: claim.size) } catch { throw Failure(error) }
            guard root == claim.root else { throw forked(claim.name, at: claim.size) }
        }
        return claims.max { $0.size < $1.size }
    }

    private func forked(_ name: String, at size: Int) -> Failure {
        Failure(
            .verificationFailed,
            "forked",
            "the first \(size) events of \(backup) are not those of \(name)",
            hint: "one of them was rewritten: verify both with a checkpoint that is kept elsewhere",
            details: ["size": size.json]
        )
    }

    /// Makes the loss the first event after those of the backup, before anybody can append another.
    private func accept(
        _ most: KeptEvidence.Claim,
        _ restoration: LogRestoration,
        _ report: AuditReport
    ) throws(Failure) {
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
        } catch { throw Failure(error) }
        do { try restoration.append(draft, at: .now()) } catch { throw Failure(error) }
    }

    private func loss(of most: KeptEvidence.Claim, _ report: AuditReport) -> Failure {
        let lost = most.size - report.size
        return Failure(
            .refused,
            "lossNotAccepted",
            "\(backup) has \(report.size) events, \(most.name) has \(most.size): \(lost) would be lost",
            hint: "restore a newer backup, or accept the loss: --accept-loss -m \"why\"",
            details: ["acknowledged": most.size.json, "restored": report.size.json, "lost": lost.json]
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
            data: try gate.seal(LedgerEvent.custody(event).data)
        )
    }
}
