import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSchema
import LedgerValues
import LedgerSystem

struct RecordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record domain events, one JSON object a line.",
        discussion: """
            An event has a type and data, and may have subject, time and actor; the ledger adds the rest. Everything \
            is checked first: one event that is not allowed, and nothing of the batch is written. Environment values \
            of task definitions are sealed, and what looks like a credential elsewhere in them.

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
    @OptionGroup var actor: ActorOptions

    @Option(help: "When it happened, for events that do not say; now by default.")
    var time: String?

    @Option(help: "Record this batch once under this key, however often it is tried.")
    var idempotencyKey: String?

    @Flag(help: "Print the events that would be appended, and append none.")
    var dryRun = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        switch (file, types, schema) {
        case (let file?, false, nil): try record(file)
        case (nil, true, nil): listTypes()
        case (nil, false, let type?): try printSchema(of: type)
        default: throw Failure.usage("give a file, --types or --schema TYPE", hint: "- is standard input")
        }
    }

    private func listTypes() {
        let listing = Listing(columns: ["type"], rows: LedgerSchema.eventTypes.map { [.string($0)] })
        listing.print(as: output.format) { LedgerSchema.eventTypes.joined(separator: "\n") }
    }

    private func printSchema(of type: String) throws(Failure) {
        guard let schema = LedgerSchema.eventSchema(of: type) ?? LedgerSchema.eventSchema(of: type + ".v1") else {
            throw .notFound("no event type '\(type)'", hint: "stackledger record --types")
        }
        StandardOutput.write(schema)
    }

    private func record(_ file: String) throws(Failure) {
        let time = try self.time.map { text throws(Failure) in try TimeText.read(text, now: .now()) }
        let input = try Self.read(file, time: time)
        let action = RecordAction(ledger: ledger, actor: actor, output: output, dryRun: dryRun)
        try action.perform(input.proposals, idempotencyKey: idempotencyKey, place: { input.place(of: $0) })
    }

    /// The proposals of a file and the lines that they stand on.
    private struct Input {
        var name: String
        var proposals: [Proposal] = []
        var lines: [Int] = []

        func place(of index: Int) -> String? { "\(name), line \(lines[index])" }
    }

    private static func read(_ file: String, time: Timestamp?) throws(Failure) -> Input {
        var reader = try LineReader(path: file, longest: 4 * Record.largest)
        var input = Input(name: reader.displayName)
        while let line = try reader.next() {
            if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            var proposal = try Self.proposal(line, in: input.name)
            proposal.time = proposal.time ?? time
            input.proposals.append(proposal)
            input.lines.append(line.number)
        }
        return input
    }

    private static func proposal(_ line: LineReader.Line, in name: String) throws(Failure) -> Proposal {
        let place = "\(name), line \(line.number)"
        let json: JSONValue
        do { json = try JSONReader.value(line.bytes) } catch {
            throw Failure(.usage, "malformed", "\(place): \(error)", hint: "one JSON object a line, in UTF-8")
        }
        do { return try Proposal(json: json) } catch {
            throw Failure(RecorderError.malformed(index: 0, error)) { _ in place }
        }
    }
}
