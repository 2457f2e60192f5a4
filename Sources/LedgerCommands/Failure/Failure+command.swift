import LedgerDomain
import LedgerSystem
import LedgerValues

extension Failure {
    init(_ error: CommandError) {
        switch error {
        case .notConfirmed(let undone):
            self.init(.refused, "notConfirmed", "not confirmed, \(undone)", hint: "type 'yes', or use -y")
        case .noTable(let name): self = .notFound("no table '\(name)'", hint: "stackledger query --tables lists them")
        case .noEventType(let type):
            self = .notFound("no event type '\(type)'", hint: "stackledger record --types lists them")
        case .malformed(let place, let why):
            self.init(.usage, "malformed", "\(place): \(why)", hint: "write one JSON object per line, in UTF-8")
        case .nothingReadable(let place, let line, let why, let remedy):
            self.init(
                .usage,
                "unreadable",
                "\(place) holds no event that can be read: line \(line): \(why)",
                hint: remedy.map { ShellText(verbatim: $0) }
                    ?? "give EventBridge events as JSON, bare or wrapped by SNS, SQS, Lambda or CloudWatch Logs, or CloudTrail's files"
            )
        case .eventsUnreadable(let count, let imported):
            self.init(
                .usage,
                "defects",
                "\(count) events could not be read; \(imported) were imported",
                hint: "repair them and ingest the file again: known events are not imported twice"
            )
        case .awsNotStarted(let error):
            self.init(.notFound, "noCLI", "aws cannot be started: \(error.text)", hint: "install the AWS CLI")
        case .storyDamaged(let why):
            self.init(.unexpected, "demo", "a recorded story is damaged: \(why)", hint: "build stackledger again")
        case .noTemporaryDirectory(let parent, let error):
            self.init(
                .unexpected,
                "notWritable",
                "\(parent): \(error.text)",
                hint: "name a directory: stackledger demo DIRECTORY"
            )
        case .cancelledTooLate(let deployment, let stage):
            self.init(
                .refused,
                "tooLate",
                "\(deployment) could not be stopped: it succeeded",
                hint: "stackledger rollback \(stage)"
            )
        case .checksFailed(let ledger, let checks):
            self.init(
                .unexpected,
                "findings",
                "\(ledger) is not in order: \(checks.joined(separator: ", "))",
                hint: "follow the hints of these checks",
                details: ["checks": .array(checks.map { .string($0) })]
            )
        }
    }
}
