import ArgumentParser
import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerViews
import LedgerValues
import LedgerSystem

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
        let findings = Examination(directory: directory, ledger: ledger).findings
        let listing = Listing(
            columns: ["check", "state", "detail", "hint"],
            rows: findings.map {
                [.string($0.check), .string($0.state.rawValue), .string($0.detail), $0.hint.json]
            }
        )
        listing.print(as: output.format) { Self.text(findings) }
        if findings.contains(where: { $0.state == .bad }) { throw ExitCode(ExitStatus.unexpected.rawValue) }
    }

    private static func text(_ findings: [Finding]) -> String {
        var table = TextTable("check", "state", "detail", "hint")
        for finding in findings {
            table.add(
                .init(finding.check),
                .init(finding.state.rawValue, finding.state.ink),
                .init(finding.detail),
                .init(finding.hint ?? "")
            )
        }
        return table.rendered()
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
    let state: State
    let detail: String
    var hint: String?
}

extension Finding {
    /// What kept a check from being made, or did not pass it.
    init(_ check: String, _ failure: Failure) {
        self.init(check: check, state: .bad, detail: failure.what, hint: failure.hint)
    }
}

/// The checks of a ledger; one that fails does not keep the others from being made.
private struct Examination {
    let directory: String
    let ledger: LedgerOptions

    var findings: [Finding] {
        [log, writing, proof, files, signing] + SealExamination(directory: directory).findings + [clock] + views
            + [space]
    }

    private func failed(_ check: String, _ failure: Failure) -> Finding { Finding(check, failure) }

    private var log: Finding {
        do throws(EventLogError) {
            let log = try SQLiteEventLog.openForReading(at: directory)
            let size = try log.head().size
            return Finding(check: "log", state: .ok, detail: "ledger \(log.ledger), \(size) events in \(directory)")
        } catch {
            return failed("log", Failure(error))
        }
    }

    /// Opening for writing reads every durability setting back, and holds the log against its head file.
    private var writing: Finding {
        do throws(EventLogError) {
            let log = try SQLiteEventLog.open(at: directory, clock: { .now() })
            let root = try log.head().frontier.root
            return Finding(check: "writing", state: .ok, detail: "settings in force, head file true, root \(root)")
        } catch {
            return failed("writing", Failure(error))
        }
    }

    /// The head, the stored tree and the newest events; `verify` looks at all of them.
    private var proof: Finding {
        var options = AuditOptions()
        options.depth = .quick
        options.tree = try? StoredTree(directory: directory)
        do throws(EventLogError) {
            let report = try DirectoryAudit.run(at: directory, options)
            guard let first = report.problems.first else {
                return Finding(check: "tree", state: .ok, detail: "the newest \(report.read) events re-hashed")
            }
            let place = first.position.map { "#\($0): " } ?? ""
            return Finding(check: "tree", state: .bad, detail: place + first.description, hint: "stackledger verify")
        } catch {
            return failed("tree", Failure(error))
        }
    }

    private var signing: Finding {
        do throws(Failure) {
            guard let signer = try SigningKeyFile(ledger: directory).signer() else {
                return Finding(
                    check: "signing key",
                    state: .ok,
                    detail: "none; stackledger keys generate makes one, for checkpoints"
                )
            }
            return Finding(check: "signing key", state: .ok, detail: "key \(signer.verifierKey.idText)")
        } catch {
            return failed("signing key", error)
        }
    }

    private var files: Finding {
        let names = [
            "log.db", "head.json", "write.lock", "views.db", "keys", "keys/seal.key", "keys/signing.key",
            "keys/last.checkpoint",
        ]
        let open = names.filter { name in
            var status = stat()
            return stat("\(directory)/\(name)", &status) == 0 && status.st_mode & 0o077 != 0
        }
        guard open.isEmpty else {
            return Finding(
                check: "files",
                state: .bad,
                detail: "others may read \(open.joined(separator: ", "))",
                hint: "chmod -R go= \(directory)"
            )
        }
        return Finding(check: "files", state: .ok, detail: "only their owner may read them")
    }

    private var clock: Finding {
        let last = try? SQLiteEventLog.openForReading(at: directory).head().recordedTime
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
        do throws(Failure) {
            let asking = try Asking(ledger)
            let unreadable = try asking.rows(.unreadable).rows
            let types = try asking.rows(.typeCounts).rows
            let current = Finding(check: "views", state: .ok, detail: "up to #\(asking.session.position)")
            return [current, Self.unreadable(unreadable), Self.unknown(types)]
        } catch {
            return [failed("views", error)]
        }
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
