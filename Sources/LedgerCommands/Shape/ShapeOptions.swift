import ArgumentParser
import LedgerDomain
import LedgerProcessor
import LedgerValues

/// What every command has that changes a stack or a stage.
struct ShapeOptions: ParsableArguments {
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions

    @Option(help: "Do this once under this key, however often it is tried.")
    var idempotencyKey: String?

    @Flag(help: "Print the events that would be appended, and append none.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    /// Records one event and tells it in `text`.
    func record(_ event: LedgerEvent, in stream: StreamName, text: String) throws(Failure) {
        let action = RecordAction(ledger: ledger, actor: actor, output: output, dryRun: dryRun)
        try action.perform(
            [Proposal(event, in: stream)],
            idempotencyKey: idempotencyKey,
            text: { recorded in
                recorded.isEmpty ? "Nothing to change." : text
            }
        )
    }
}

extension ShapeOptions {
    /// Records an event of a stage whose `data` lacks what the ledger works out, and tells it in `text`.
    func record(_ type: EventType, of id: StageID, _ data: JSONObject, text: String) throws(Failure) {
        let action = RecordAction(ledger: ledger, actor: actor, output: output, dryRun: dryRun)
        let proposal = Proposal(type: type.rawValue, subject: StreamName.stage(id).description, data: data)
        try action.perform([proposal], idempotencyKey: idempotencyKey, text: { _ in text })
    }
}

struct ReasonOptions: ParsableArguments {
    @Option(name: [.customShort("m"), .customLong("reason")], help: "Why; it stays in the history.")
    private var given: String?

    /// The reason; an empty one is none.
    var reason: String? { given.flatMap { $0.isEmpty ? nil : $0 } }

    /// The reason where there must be one.
    func required(for act: String) throws(Failure) -> String {
        guard let reason else { throw .usage("\(act) needs a reason", hint: "-m \"why\"") }
        return reason
    }
}

extension StackName {
    init(argument: String) throws(Failure) {
        do { try self.init(checking: argument) } catch {
            throw Failure(Rejection.invalidName(argument, error))
        }
    }
}

extension StageID {
    /// Reads `STACK/STAGE`.
    init(argument: String) throws(Failure) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            throw .usage("'\(argument)' is no stage", hint: "a stage is written STACK/STAGE")
        }
        let stage: StageName
        do { stage = try StageName(checking: parts[1]) } catch { throw Failure(Rejection.invalidName(parts[1], error)) }
        self.init(try StackName(argument: parts[0]), stage)
    }
}
