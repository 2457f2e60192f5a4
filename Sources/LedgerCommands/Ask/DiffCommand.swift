import ArgumentParser
import LedgerDomain
import LedgerViews
import LedgerValues

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare what two deployments, stages or revisions run.",
        discussion: """
            Containers, environment variables and secrets are matched by name. Sealed values are \
            shown with --reveal only; that one changed is known all the same. Exits with 0 for the same, 1 for different, 2 for \
            trouble.

              stackledger diff shop/staging shop/prod
              stackledger diff shop/prod@v7 shop/prod@v8
              stackledger diff shop/prod~1 shop/prod
              stackledger diff shop-prod:41 shop-prod:42 --reveal
            """
    )

    @Argument(help: "What was before.")
    var before: String

    @Argument(help: "What is after.")
    var after: String

    @OptionGroup var reveal: RevealOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let changes: [DefinitionChange]
        do throws(Failure) { changes = try compared() } catch {
            var failure = error
            failure.status = .trouble
            throw failure
        }
        Self.listing(changes).print(as: options.output.format) { Self.text(changes) }
        if !changes.isEmpty { throw ExitCode(ExitStatus.unexpected.rawValue) }
    }

    private func compared() throws(Failure) -> [DefinitionChange] {
        let asking = try Asking(options)
        let definitions = Definitions(asking, revealing: try reveal.revealing(asking))
        let older = try Self.fields(of: before, asking, definitions)
        let newer = try Self.fields(of: after, asking, definitions)
        guard let missing = definitions.missing.first else { return older.changes(to: newer) }
        // What is known of one side alone would all look added or removed.
        guard !older.images.isEmpty, !newer.images.isEmpty else {
            throw Failure(
                .trouble,
                "nothingKnown",
                "the ledger has neither task definition nor image of \(missing)",
                hint: "record its revision.registered, or compare another"
            )
        }
        if options.output.format == .table { definitions.noteMissing() }
        return older.images.changes(to: newer.images)
    }

    private static func fields(
        of text: String,
        _ asking: Asking,
        _ definitions: Definitions
    ) throws(Failure) -> DefinitionFields {
        let reference = try Reference(text, now: asking.now)
        if case .revision(let name) = reference {
            guard let row = try definitions.revision(name, in: nil) else {
                throw .notFound("no revision \(name)", hint: "stackledger revisions lists them")
            }
            return try definitions.fields(ofRevision: row)
        }
        let deployment = try asking.deployment(reference, named: text)
        return try definitions.fields(of: deployment)
    }

    private static func listing(_ changes: [DefinitionChange]) -> Listing {
        Listing(
            columns: ["container", "member", "entry", "change", "before", "after"],
            rows: changes.map { change in
                [
                    change.path.container.json, .string(change.path.member), change.path.entry.json,
                    .string(change.kind.rawValue), (change.before?.text).json, (change.after?.text).json,
                ]
            }
        )
    }

    private static func text(_ changes: [DefinitionChange]) -> String {
        guard !changes.isEmpty else { return "No difference." }
        var table = TextTable("container", "field", "before", "after")
        for change in changes {
            let ink: Ink? = change.kind == .added ? .good : change.kind == .removed ? .bad : nil
            table.add(
                .init(change.path.container ?? "(task)"),
                .init([change.path.member, change.path.entry].compactMap(\.self).joined(separator: " "), ink),
                .init(change.shown.before),
                .init(change.isHidden ? "\(change.shown.after) (changed)" : change.shown.after)
            )
        }
        return table.rendered()
    }
}

extension DefinitionChange {
    /// Both values, short where that still tells them apart.
    fileprivate var shown: (before: String, after: String) {
        let short = (before?.shortText ?? "-", after?.shortText ?? "-")
        return short.0 == short.1 ? (before?.text ?? "-", after?.text ?? "-") : short
    }

    /// What differs is sealed: that it differs is all there is to see.
    fileprivate var isHidden: Bool {
        kind == .changed && shown.before == shown.after
    }
}

extension String? {
    var json: JSONValue { map { .string($0) } ?? .null }
}
