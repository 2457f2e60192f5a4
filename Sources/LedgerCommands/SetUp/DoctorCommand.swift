import ArgumentParser
import Glibc
import LedgerDomain
import LedgerLog
import LedgerOperations
import LedgerSystem
import LedgerValues
import LedgerViews

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that a ledger is in order.",
        discussion: """
            Exits with 1 when something needs to be done.

              stackledger doctor
              stackledger doctor --json | jq '.[] | select(.state != "ok")'
            """
    )

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let directory = try ledger.directory()
        let findings = Examination(directory: directory).findings
        let listing = Listing(
            columns: ["check", "state", "detail", "hint"],
            rows: findings.map {
                [.string($0.check), .string($0.state.rawValue), .string($0.detail), $0.hint.json]
            }
        )
        listing.print(as: output.format) { Self.text(findings) }
        let bad = findings.filter { $0.state == .bad }.map(\.check)
        guard !bad.isEmpty else { return }
        throw Failure(CommandError.checksFailed(ledger: directory, bad))
    }

    private static func text(_ findings: [Finding]) -> String {
        TextTable.text(
            of: findings,
            [
                ListColumn("check") { finding in finding.check },
                ListColumn("state", ink: { $0.state.ink }) { $0.state.rawValue },
                ListColumn("detail") { finding in finding.detail },
                ListColumn("hint") { finding in finding.hint ?? "" },
            ]
        )
    }
}

/// What one check found.
struct Finding {
    enum State: String {
        case ok, warning, bad

        var ink: Ink {
            switch self {
            case .ok: .good
            case .warning: .waiting
            case .bad: .bad
            }
        }
    }

    let check: String
    var state: State
    let detail: String
    var hint: String?
}

extension OperationError {
    /// Whether the user's rights do not suffice to write.
    fileprivate var isOnlyReading: Bool {
        if case .log(.notWritable) = self { return true }
        if case .views(.notWritable) = self { return true }
        return false
    }
}

extension Finding {
    /// What kept a check from being made, or did not pass it.
    init(_ check: String, _ error: OperationError) {
        let failure = Failure(error)
        self.init(check: check, state: .bad, detail: failure.what, hint: failure.hint.text)
    }
}

/// The checks of a ledger; one that fails does not keep the others from being made.
private struct Examination {
    let directory: String
    private let ledger: Ledger

    init(directory: String) {
        self.directory = directory
        ledger = Ledger(directory, for: .reading, report: ReportPrinter().report)
    }

    var findings: [Finding] {
        [program, log, writing, proof, files, signing] + sealing + [clock] + views + [space]
    }

    /// The finding of a check that may fail.
    ///
    /// Whoever may only read has nothing to do about that.
    private func checking(_ name: String, _ check: () throws(OperationError) -> Finding) -> Finding {
        do { return try check() } catch {
            var finding = Finding(name, error)
            if error.isOnlyReading { (finding.state, finding.hint) = (.warning, "this user may only read the ledger") }
            return finding
        }
    }

    private var program: Finding {
        Finding(
            check: "program",
            state: .ok,
            detail: "stackledger \(Stackledger.configuration.version), \(Ledger.engine)"
        )
    }

    private var log: Finding {
        checking("log") { () throws(OperationError) in
            let log = try ledger.log()
            let size: Int
            do throws(EventLogError) { size = try log.head().size } catch { throw .log(error) }
            return Finding(check: "log", state: .ok, detail: "ledger \(log.ledger), \(size) events in \(directory)")
        }
    }

    /// Opening for writing reads every durability setting back, and holds the log against its head file.
    private var writing: Finding {
        checking("writing") { () throws(OperationError) in
            let log = try Ledger(directory, for: .writing).log()
            let root: SHA256Hash
            do throws(EventLogError) { root = try log.head().frontier.root } catch { throw .log(error) }
            return Finding(check: "writing", state: .ok, detail: "settings in force, head file true, root \(root)")
        }
    }

    /// The head, the stored tree and the newest events; `verify` looks at all of them.
    private var proof: Finding {
        checking("tree") { () throws(OperationError) in
            let audit = try QuickAudit(of: ledger)
            guard let problem = audit.problem else {
                return Finding(check: "tree", state: .ok, detail: "the newest \(audit.read) events re-hashed")
            }
            let place = problem.position.map { "#\($0): " } ?? ""
            return Finding(check: "tree", state: .bad, detail: place + problem.description, hint: "stackledger verify")
        }
    }

    private var signing: Finding {
        checking("signing key") { () throws(OperationError) in
            let key = try SigningKeyFile(ledger: directory).signer()?.verifierKey
            return Finding(
                check: "signing key",
                state: .ok,
                detail: key.map { "key \($0.idText)" }
                    ?? "none; stackledger keys generate makes one, for checkpoints"
            )
        }
    }

    private var sealing: [Finding] {
        let key = checking("sealing key") { () throws(OperationError) in Finding(try SealExamination(of: ledger)) }
        do { _ = try ledger.keys.allowList() } catch { return [key, Finding("seal-allow", .sealing(error))] }
        // Only what is wrong with the list is worth a line.
        return [key]
    }

    private var files: Finding {
        if let access = LedgerDirectory(directory).foreignAccess {
            return Finding(check: "files", state: .bad, detail: access.text, hint: access.hint.text)
        }
        let open = LedgerDirectory.privateNames.filter { name in
            var status = stat()
            return stat("\(directory)/\(name)", &status) == 0 && status.st_mode & 0o077 != 0
        }
        guard open.isEmpty else {
            return Finding(
                check: "files",
                state: .bad,
                detail: "others may read \(open.joined(separator: ", "))",
                hint: "chmod -R go= \(directory.shellQuoted)"
            )
        }
        return Finding(check: "files", state: .ok, detail: "only you may write to them, and read them")
    }

    private var clock: Finding {
        let last = try? ledger.log().head().recordedTime
        let now = Timestamp.now()
        guard let last, last > now else { return Finding(check: "clock", state: .ok, detail: "\(now)") }
        return Finding(
            check: "clock",
            state: .warning,
            detail: "the last event was recorded at \(last), it is \(now)",
            hint: "set the clock; until then new events get the last one's time"
        )
    }

    private var views: [Finding] {
        var more: [Finding] = []
        let current = checking("views") { () throws(OperationError) in
            let views = try ledger.views()
            more = [Self.unreadable(try views.rows(.unreadable).rows), Self.unknown(try views.rows(.typeCounts).rows)]
            return Finding(check: "views", state: .ok, detail: "up to #\(views.session.position)")
        }
        return [current] + more
    }

    private static func unreadable(_ rows: [Row]) -> Finding {
        guard let first = rows.first else {
            return Finding(check: "unreadable events", state: .ok, detail: "none")
        }
        return Finding(
            check: "unreadable events",
            state: .warning,
            detail: "\(rows.count), the first #\(first.integer("position") ?? 0): \(first.text("reason") ?? "")",
            hint: "stackledger query 'SELECT * FROM unreadable'"
        )
    }

    private static func unknown(_ rows: [Row]) -> Finding {
        let unknown = rows.filter { EventType(rawValue: $0.text("type") ?? "") == nil }
        guard !unknown.isEmpty else { return Finding(check: "unknown types", state: .ok, detail: "none") }
        let names = unknown.map { "\($0.text("type") ?? "") (\($0.integer("count") ?? 0))" }
        return Finding(
            check: "unknown types",
            state: .warning,
            detail: names.joined(separator: ", "),
            hint: "kept as they are; a newer stackledger may know them"
        )
    }

    /// Half a gigabyte is many thousand events, and time enough to do something.
    private var space: Finding {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else {
            return Finding(check: "disk", state: .warning, detail: String(cString: strerror(errno)))
        }
        let megabytes = Int(status.f_bavail) * Int(status.f_frsize) / 1_000_000
        return Finding(
            check: "disk",
            state: megabytes < 500 ? .warning : .ok,
            detail: "\(megabytes) MB free",
            hint: megabytes < 500 ? "free some space: a full disk takes no events" : nil
        )
    }
}

extension Finding {
    fileprivate init(_ examination: SealExamination) {
        let ring = examination.ring
        let count = ring.ids.count == 1 ? "" : ", the newest of \(ring.ids.count)"
        let key = "key \(ring.newest.id.hex)\(count), from \(examination.origin.name)"
        let detail: String
        switch examination.newest {
        case .none: detail = "\(key); nothing is sealed lately"
        case .opened(let position): detail = "\(key); it opens #\(position)"
        case .otherKey(let id, let position):
            self.init(
                check: "sealing key",
                state: .warning,
                detail: "\(key); #\(position) was sealed with the key \(id), which is not here",
                hint: "its values stay hidden, and differ from those sealed here; add the key if you have it"
            )
            return
        }
        guard examination.hasOtherOldest else {
            self.init(check: "sealing key", state: .ok, detail: detail)
            return
        }
        self.init(
            check: "sealing key",
            state: .warning,
            detail: "\(detail); the oldest is not that of keys/seal.key",
            hint: "new values cannot be compared with older ones: write the keys in their order"
        )
    }
}
