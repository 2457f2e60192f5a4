import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerValues

struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Import EventBridge events and CloudTrail records.",
        discussion: """
            Reads JSON lines, an array or single objects, bare or wrapped by SNS, SQS, Lambda or CloudWatch Logs (what \
            filter-log-events prints, subscriptions and export tasks), and log files of CloudTrail; with gzip or without. \
            Of a directory, it reads all files below it. Events may come twice and in any order. ECS and Lambda events find their stage by cluster and service, or by function. Events of services \
            without a stage are kept as unmatched; a stage that is added later can claim them. A deployment that was not \
            requested here is recorded as observed. Of CloudTrail's records, only calls that change what stages run, or \
            can go back to, are recorded; see stackledger calls.

              stackledger ingest events.jsonl
              receive-from-queue | stackledger ingest - --strict
              aws logs filter-log-events --log-group-name /aws/events/ecs | stackledger ingest -
              stackledger ingest AWSLogs/123456789012/CloudTrail
              stackledger ingest --unmatched
              stackledger ingest --claim shop/prod
            """
    )

    @Argument(help: "Files or directories, or - for standard input.", completion: .file())
    var files: [String] = []

    @Flag(help: "Exit with 64 when an event could not be read; the others are imported all the same.")
    var strict = false

    @Flag(help: "List unmatched events.")
    var unmatched = false

    @Option(help: "Import the unmatched events of this stage's service into the stage.")
    var claim: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: CallerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        switch (files.isEmpty, unmatched, claim) {
        case (false, false, nil): try takeIn()
        case (true, true, nil): try listUnmatched()
        case (true, false, let stage?): try claim(try StageID(argument: stage))
        default:
            let ways = ["files", "--unmatched", "--claim STACK/STAGE"]
            throw Failure.usage(
                .notOneOf(ways, command: "ingest", example: "stackledger ingest - reads standard input")
            )
        }
    }

    private func ingestion() throws(OperationError) -> Ingestion {
        try Ingestion(into: try ledger.open(for: .writing), by: try actor.caller(logger: ledger.logger))
    }
}

// MARK: - Importing

extension IngestCommand {
    private func takeIn() throws {
        var ingestion = try ingestion()
        let report = try ingestion.takeIn(files)
        for defect in report.defects + report.unreadable.dropFirst() {
            StandardError.note("\(defect.place), \(defect.text)")
        }
        if report.defectsLeftOut > 0 { StandardError.note("and \(report.defectsLeftOut) more") }
        if report.unreadable.count < report.files {
            Self.listing(report).print(as: output.format) { Self.text(report) }
        }
        if let first = report.unreadable.first {
            throw Failure(
                CommandError.nothingReadable(
                    place: first.place,
                    line: first.line,
                    first.what,
                    remedy: first.remedy
                )
            )
        }
        guard report.defects.isEmpty || !strict else {
            let count = report.defects.count + report.defectsLeftOut
            throw Failure(CommandError.eventsUnreadable(count: count, imported: report.taken))
        }
    }

    private static func listing(_ report: Ingestion.Report) -> Listing {
        func counts(_ counts: [String: Int]) -> JSONValue {
            .object(JSONObject(counts.map { ($0.key, $0.value.json) }))
        }
        return Listing(
            columns: [
                "taken", "repeated", "without_effect", "unmatched", "waiting", "not_understood", "defects", "ignored",
            ],
            rows: [
                [
                    report.taken.json, report.repeated.json, report.withoutEffect.json, counts(report.unmatched),
                    counts(report.waiting), counts(report.notUnderstood),
                    .array(report.defects.map { ["line": $0.line.json, "reason": .string($0.reason)] }),
                    report.ignored.json,
                ]
            ]
        )
    }

    private static func text(_ report: Ingestion.Report) -> String {
        var lines = [
            "Imported \(report.taken) events; \(report.repeated) were known, \(report.withoutEffect) change nothing."
        ]
        if report.ignored > 0 { lines.append("Ignored \(report.ignored) other calls in CloudTrail's records.") }
        for (workload, count) in report.unmatched.sorted(by: { $0.key < $1.key }) {
            lines.append("Kept \(count) of \(workload): no stage runs it yet. See stackledger ingest --unmatched.")
        }
        for (stage, count) in report.waiting.sorted(by: { $0.key < $1.key }) {
            lines.append("Kept \(count) of \(stage) until its own call to AWS is settled.")
        }
        for (type, count) in report.notUnderstood.sorted(by: { $0.key < $1.key }) {
            lines.append("Ignored \(count) of \(type).")
        }
        return lines.map(\.escapingControls).joined(separator: "\n")
    }
}

extension Ingestion.Defect {
    fileprivate var place: String { file == "-" ? "standard input" : file }
}

// MARK: - What is kept

extension IngestCommand {
    private func listUnmatched() throws {
        let kept = try Ingestion.unmatched(in: try ledger.open(for: .reading))
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

    private static func text(_ kept: [Ingestion.Kept]) -> String {
        guard !kept.isEmpty else { return "No unmatched events." }
        let times = RelativeTime()
        return TextTable.text(
            of: kept,
            [
                ListColumn("workload") { kept in kept.workload },
                ListColumn("event") { kept in kept.observation.detailType },
                ListColumn("when", .quiet) { kept in times.text(kept.observation.time.description) },
                ListColumn("waits for") { kept in kept.observation.waitsFor.map { "\($0)" } ?? "" },
            ]
        )
    }

    private func claim(_ id: StageID) throws {
        var ingestion = try ingestion()
        let claim = try ingestion.claim(id)
        let listing = Listing(
            columns: ["claimed", "taken", "waiting"],
            rows: [[claim.claimed.json, claim.taken.json, claim.waiting.json]]
        )
        listing.print(as: output.format) {
            "Claimed \(claim.claimed) events for \(id), \(claim.taken) of them changed it, \(claim.waiting) wait."
        }
    }
}
