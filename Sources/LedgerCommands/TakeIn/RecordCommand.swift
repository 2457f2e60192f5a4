import ArgumentParser
import LedgerOperations
import LedgerValues
import LedgerSystem

struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record domain events, one JSON object per line.",
        discussion: """
            An event has a type and data, and may have subject, time and actor; the ledger adds the rest. Everything \
            is checked first: if one event is not allowed, nothing of the batch is written. Environment values of task \
            definitions are sealed, and so is what looks like a credential elsewhere in them.

              {"type":"stack.created","data":{"stack":"shop","architecture":"container"}}
              {"type":"deployment.requested","subject":"stage/shop/prod","data":{"kind":"deploy","commit":"4f2c1a9"}}
              {"type":"deployment.succeeded","subject":"stage/shop/prod"}

            A deployment's id and version are filled in: the next for a request, else those of the open deployment.

            --types lists the types, --schema shows what the data of one must be.

              stackledger record --schema deployment.requested
              stackledger record events.jsonl
              build-report | stackledger record - --actor ci --idempotency-key "$BUILD_ID"
            """
    )

    @Argument(help: "A file, or - for standard input.", completion: .file())
    var file: String?

    @Flag(help: "List the types of events.")
    var types = false

    @Option(help: "Print the JSON Schema of a type of event.")
    var schema: String?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: CallerOptions

    @Option(help: "When it happened, for events that do not say; now by default.")
    var time: String?

    @Option(help: "Retry safely: the same key records the batch once.")
    var idempotencyKey: String?

    @Flag(help: "Print the events that would be appended, and append none.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        switch (file, types, schema) {
        case (let file?, false, nil): try record(file)
        case (nil, true, nil): listTypes()
        case (nil, false, let type?): try printSchema(of: type)
        default:
            let ways = ["a file", "--types", "--schema TYPE"]
            throw Failure.usage(
                .notOneOf(ways, command: "record", example: "stackledger record - reads standard input")
            )
        }
    }

    private func listTypes() {
        let listing = Listing(columns: ["type"], rows: EventTypes.all.map { [.string($0)] })
        listing.print(as: output.format) { EventTypes.all.joined(separator: "\n") }
    }

    private func printSchema(of type: String) throws(Failure) {
        guard let schema = EventTypes.schema(of: type) else {
            throw Failure(CommandError.noEventType(type))
        }
        StandardOutput.write(schema)
    }

    private func record(_ file: String) throws {
        let time = try self.time.map { text throws(OperationError) in try TimeText.read(text, now: .now()) }
        let input = try RecordInput(file, time: time)
        try Recording(output: output.format, place: { input.place(of: $0) }).record(
            input.batch,
            in: try ledger.open(for: .writing),
            by: try actor.name(),
            dryRun: dryRun,
            idempotencyKey: idempotencyKey
        )
    }
}
