import ArgumentParser
import LedgerOperations
import LedgerDomain
import LedgerViews
import LedgerValues

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare what two deployments, stages or revisions run.",
        discussion: """
            Definitions are compared as AWS has them: its defaults make no difference, entries of lists are matched by name, \
            images by digest. A sealed value shows only that it changed, unless --reveal is given. Exits with 0 for the \
            same, 1 for different, 2 for trouble.

              stackledger diff shop/staging shop/prod
              stackledger diff shop/prod@v7 shop/prod@v8
              stackledger diff shop/prod~1 shop/prod
              stackledger diff shop-prod:41 shop-prod:42 --reveal
            """
    )

    @Argument(help: "The older side.")
    var before: String

    @Argument(help: "The newer side.")
    var after: String

    @OptionGroup var reveal: RevealOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let changes: [DefinitionChange]
        do { changes = try compared() } catch {
            var failure = error as? Failure ?? (error as? OperationError).map { Failure($0) }
            failure?.status = .trouble
            throw failure ?? error
        }
        Self.listing(changes).print(as: options.output.format) { Self.text(changes) }
        if !changes.isEmpty { throw ExitCode(ExitStatus.unexpected.rawValue) }
    }

    private func compared() throws -> [DefinitionChange] {
        let views = try options.views()
        let comparison = try Comparison(before, after, in: views, revealing: try reveal.revealing(views.ledger))
        guard options.output.format == .table else { return comparison.changes }
        for name in comparison.missing { StandardError.note(OperationNote.definitionMissing(name).text) }
        return comparison.changes
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
        return TextTable.text(
            of: changes,
            [
                ListColumn("container") { change in change.path.container ?? "(task)" },
                ListColumn("field", ink: { $0.kind == .added ? .good : $0.kind == .removed ? .bad : nil }) { change in
                    [change.path.member, change.path.entry].compactMap(\.self).joined(separator: " ")
                },
                ListColumn("before") { change in change.shown.before },
                ListColumn("after") { change in change.isHidden ? "\(change.shown.after) (changed)" : change.shown.after
                },
            ]
        )
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
