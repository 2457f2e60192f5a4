import ArgumentParser
import LedgerDomain
import LedgerIntake
import LedgerLog
import LedgerViews
import LedgerValues
import LedgerSystem

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Take in EventBridge events: what AWS saw.",
        discussion: """
            JSON lines, an array or single objects, bare or wrapped by SNS, SQS or Lambda. Events may come twice and \
            in any order. ECS and Lambda events find their stage by cluster and service or function; those of services \
            that no stage is known for are kept, and can be claimed when it has been added. A deployment not asked for \
            here becomes one of kind observed.

              stackledger ingest events.jsonl
              receive-from-queue | stackledger ingest - --strict
              stackledger ingest --unmatched
              stackledger ingest --claim shop/prod
            """
    )

    @Argument(help: "Files, or - for standard input.", completion: .file())
    var files: [String] = []

    @Flag(help: "Exit with 64 when an event could not be read; the others are taken in all the same.")
    var strict = false

    @Flag(help: "List the events that are kept for want of a stage.")
    var unmatched = false

    @Option(help: "Take the kept events of this stage's service into the stage.")
    var claim: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        switch (files.isEmpty, unmatched, claim) {
        case (false, false, nil): try takeIn()
        case (true, true, nil): try listUnmatched()
        case (true, false, let stage?): try claim(try StageID(argument: stage))
        default:
            throw Failure.usage(
                "ingest takes one of files, --unmatched and --claim STACK/STAGE",
                hint: "stackledger ingest - reads standard input"
            )
        }
    }

    private func intake() throws(Failure) -> Intake {
        let directory = try StageDirectory(Asking(ledger).stageDefinitions())
        let open = try OpenLedger.forWriting(ledger)
        return Intake(into: open.log, through: open.gate, stages: directory)
    }
}

// MARK: - Taking in

extension IngestCommand {
    /// Events are taken in as they are read, so many at a time.
    private static let batch = 1_000
    /// An array of events may stand on one line.
    private static let longestLine = 256 << 20

    private func takeIn() throws {
        var intake = try intake()
        var total = IntakeReport()
        for file in files {
            let report = try takeIn(file, into: &intake)
            for defect in report.defects {
                StandardError.note("\(file == "-" ? "standard input" : file), \(defect)")
            }
            total += report
        }
        let actor = try actor.name()
        do { _ = try intake.claimWaiting(by: actor, at: .now()) } catch { throw Failure(error) }
        Self.listing(total).print(as: output.format) { Self.text(total) }
        guard total.defects.isEmpty || !strict else {
            throw Failure(
                .usage,
                "defects",
                "\(total.defects.count) events could not be read; \(total.taken) were taken in",
                hint: "mend them and ingest the file again, what is known is not taken in twice"
            )
        }
    }

    private func takeIn(_ file: String, into intake: inout Intake) throws(Failure) -> IntakeReport {
        var lines = try LineReader(path: file, longest: Self.longestLine)
        var reader = EnvelopeReader()
        var progress = Progress("ingesting", total: lines.size)
        defer { progress.finish() }
        var report = IntakeReport()
        var pending: [Incoming] = []
        while let line = try lines.next() {
            pending += reader.read(line.bytes + [UInt8(ascii: "\n")])
            guard pending.count >= Self.batch else { continue }
            report += try take(pending, into: &intake)
            pending = []
            progress.advance(to: lines.bytesRead)
        }
        report += try take(pending + reader.finish(), into: &intake)
        return report
    }

    private func take(_ incoming: [Incoming], into intake: inout Intake) throws(Failure) -> IntakeReport {
        do { return try intake.take(incoming) } catch { throw Failure(error) }
    }

    private static func listing(_ report: IntakeReport) -> Listing {
        func counts(_ counts: [String: Int]) -> JSONValue {
            .object(JSONObject(counts.map { ($0.key, $0.value.json) }))
        }
        return Listing(
            columns: ["taken", "repeated", "without_effect", "unmatched", "waiting", "not_understood", "defects"],
            rows: [
                [
                    report.taken.json, report.repeated.json, report.withoutEffect.json, counts(report.unmatched),
                    counts(report.waiting), counts(report.notUnderstood),
                    .array(report.defects.map { ["line": $0.line.json, "reason": .string("\($0.reason)")] }),
                ]
            ]
        )
    }

    private static func text(_ report: IntakeReport) -> String {
        var lines = [
            "Took in \(report.taken) events; \(report.repeated) were known, \(report.withoutEffect) change nothing."
        ]
        for (workload, count) in report.unmatched.sorted(by: { $0.key < $1.key }) {
            lines.append("Kept \(count) of \(workload): no stage runs it yet. See stackledger ingest --unmatched.")
        }
        for (stage, count) in report.waiting.sorted(by: { $0.key < $1.key }) {
            lines.append("Kept \(count) of \(stage) until its own call to AWS is settled.")
        }
        for (type, count) in report.notUnderstood.sorted(by: { $0.key < $1.key }) {
            lines.append("Passed over \(count) of \(type).")
        }
        return lines.joined(separator: "\n").escapingControlsInLines
    }
}

// MARK: - What is kept

extension IngestCommand {
    private func listUnmatched() throws(Failure) {
        let kept: [Unmatched]
        do { kept = try Intake.unmatched(in: try OpenLedger.forReading(ledger).log) } catch let error as EventLogError {
            throw Failure(error)
        } catch let failure as Failure {
            throw failure
        } catch { throw Failure(.unexpected, "unmatched", "\(error)", hint: "stackledger doctor") }
        let listing = Listing(
            columns: ["workload", "source", "detail_type", "time", "event", "waits_for"],
            rows: kept.map { kept in
                [
                    .string(kept.workload), .string(kept.observation.source), .string(kept.observation.detailType),
                    .string(kept.observation.time.description), .string(kept.observation.event),
                    kept.observation.waitsFor.map { "\($0)" }.json,
                ]
            }
        )
        listing.print(as: output.format) { Self.text(kept) }
    }

    private static func text(_ kept: [Unmatched]) -> String {
        guard !kept.isEmpty else { return "No event is kept for want of a stage." }
        let times = RelativeTime()
        var table = TextTable("workload", "event", "when", "waits for")
        for kept in kept {
            table.add(
                .init(kept.workload),
                .init(kept.observation.detailType),
                .init(times.text(kept.observation.time.description), .quiet),
                .init(kept.observation.waitsFor.map { "\($0)" } ?? "")
            )
        }
        return table.rendered()
    }

    private func claim(_ id: StageID) throws(Failure) {
        var intake = try intake()
        let actor = try actor.name()
        let report: ClaimReport
        do { report = try intake.claim(id, by: actor, at: .now()) } catch {
            switch error {
            case .rejected(let rejection): throw Failure(rejection)
            case .log(let error): throw Failure(error)
            case .sealing(let error): throw Failure(error)
            }
        }
        let listing = Listing(
            columns: ["claimed", "taken", "waiting"],
            rows: [[report.claimed.json, report.taken.json, report.waiting.json]]
        )
        listing.print(as: output.format) {
            "Claimed \(report.claimed) events for \(id), \(report.taken) of them changed it, \(report.waiting) wait."
        }
    }
}

extension Asking {
    /// The stages as they are now, for finding them by what runs them.
    func stageDefinitions() throws(Failure) -> [StageAdded] {
        try rows(.stages).rows.compactMap { row in
            guard let target = row.target else { return nil }
            return StageAdded(
                id: row.stageID,
                account: row.text("account") ?? "",
                region: row.text("region") ?? "",
                target: target,
                approval: row.text("approval").flatMap(Approval.init) ?? .automatic,
                settings: row.json("settings").object ?? [:]
            )
        }
    }
}

extension Row {
    fileprivate var target: StageTarget? {
        if let function = text("function") { return .lambda(function: function) }
        guard let cluster = text("cluster"), let service = text("service") else { return nil }
        return .ecs(
            cluster: cluster,
            service: service,
            family: text("family") ?? service,
            container: text("container") ?? stageID.stack.rawValue
        )
    }
}
