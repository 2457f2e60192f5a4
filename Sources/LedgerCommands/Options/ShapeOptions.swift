import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerOperations
import LedgerValues

/// What every command has that changes a stack or a stage.
struct ShapeOptions: ParsableArguments {
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: CallerOptions

    @Option(help: "Retry safely: the same key acts once.")
    var idempotencyKey: String?

    @Flag(help: "Print the events that would be appended, and append none.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    /// Records one event and prints `text`.
    func record(_ event: LedgerEvent, in stream: StreamName, text: String) throws {
        try record(EventBatch(event, in: stream)) { $0.isEmpty ? "Nothing to change." : text }
    }

    /// Records an event of a stage whose `data` lacks what the ledger works out, and prints `text`.
    func record(_ type: EventType, of id: StageID, _ data: JSONObject, text: String) throws {
        try record(EventBatch(type, of: id, data)) { _ in text }
    }

    func record(_ batch: EventBatch, text: @escaping ([Recorded]) -> String) throws {
        let printing = Recording(output: output.format, text: text)
        let ledger = try ledger.open(for: .writing)
        try printing.record(batch, in: ledger, by: try actor.name(), dryRun: dryRun, idempotencyKey: idempotencyKey)
    }
}
