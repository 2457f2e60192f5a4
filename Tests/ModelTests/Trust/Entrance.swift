import Glibc
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues

@testable import LedgerOperations

/// Where events come in that the ledger's processor has not written.
enum Entrance: String, CaseIterable, Sendable {
    case record, replay, restore, ingest
    /// Somebody who can write the file writes them into it.
    case file
}

extension StageLife {
    /// Brings in a forged event of a type, as whoever does not have the ledger's key can.
    func bringIn(_ type: EventType, through entrance: Entrance) async throws {
        let image = push(isBad: false).map { "\(MemoryImages.repository)@\(digest(of: $0))" } ?? ""
        let own = try Ledger(directory, for: .reading).folded(id).deployments.last
        let forgery = Forgery(type: type, stage: id, image: image, own: own, time: aws.now)
        switch entrance {
        case .record: try record(forgery.drafts)
        case .replay: try replay(forgery.drafts)
        case .restore: try restore(forgery.drafts)
        case .file: try append(forgery.drafts, to: directory)
        case .ingest:
            let (running, time) = aws.with { ($0.service.primary.id, $0.clock.tick()) }
            try await ingest(ForgedNews(type: type, image: image, own: running, time: time).events)
        }
    }

    /// Each by itself: some of them are refused.
    private func record(_ drafts: [EventDraft]) throws {
        let ledger = Ledger(directory, for: .writing, clock: clock)
        for draft in drafts where !accepts(draft, into: ledger) {
            // What calls follow from is refused; without it the rest may be taken.
            var plain = draft
            plain[data: "changes"] = nil
            plain[data: "onward"] = nil
            if plain.data != draft.data { _ = accepts(plain, into: ledger) }
        }
    }

    private func accepts(_ draft: EventDraft, into ledger: Ledger) -> Bool {
        var batch = EventBatch()
        let line: JSONValue = [
            "type": .string(draft.type), "subject": .string(draft.subject), "actor": .string(draft.actor),
            "data": .object(draft.data),
        ]
        do throws(OperationError) {
            try batch.add(line, time: draft.time)
            try ledger.record(batch, by: "mallory")
            return true
        } catch {
            note("record refuses \(draft.type): \(error)")
            return false
        }
    }

    private func replay(_ drafts: [EventDraft]) throws {
        let file = "\(directory).jsonl"
        defer { unlink(file) }
        try withForgedCopy(drafts) { copy in
            let log = try copy.log()
            let lines = try log.records(after: 0, limit: 5_000).map { $0.bytes }
            try EventFile.write(lines: lines, to: file)
        }
        let ledger = Ledger(directory, for: .writing, clock: clock)
        _ = try Replay.run([file], into: ledger, expecting: nil) { _ in }
    }

    private func restore(_ drafts: [EventDraft]) throws {
        let file = "\(directory).backup"
        defer { unlink(file) }
        try withForgedCopy(drafts) { copy in
            _ = try Backup.make(of: copy, at: file, replacing: true) { _ in }
        }
        try restore(file, into: directory)
    }

    /// Somebody's copy of the log, without the keys, and with more events.
    private func withForgedCopy(_ drafts: [EventDraft], _ body: (Ledger) throws -> Void) throws {
        let (copy, file) = ("\(directory)-copy", "\(directory).copied")
        defer { _ = system("rm -rf '\(copy)' '\(file)'") }
        _ = try Backup.make(of: Ledger(directory, for: .reading), at: file, replacing: true) { _ in }
        try restore(file, into: copy)
        try append(drafts, to: copy)
        try body(Ledger(copy, for: .reading))
    }

    private func restore(_ file: String, into directory: String) throws {
        let evidence = try KeptEvidence(directory: directory, checkpoints: [], keys: [])
        _ = try Restoration(of: file, into: directory, evidence: evidence, acceptance: nil, actor: "ada") { _ in }.run()
    }

    private func append(_ drafts: [EventDraft], to directory: String) throws {
        let log = try Ledger(directory, for: .writing, clock: clock).log()
        for draft in drafts { _ = try log.append([draft], to: draft.subject, expecting: .any) }
    }
}
