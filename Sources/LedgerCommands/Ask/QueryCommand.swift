import ArgumentParser
import Glibc
import LedgerOperations
import LedgerDomain
import LedgerViews
import LedgerValues

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Run one SELECT over the views and the log.",
        discussion: """
            The tables are those of --tables, as they are at the moment of --at; events has the column data, as JSON. \
            Every version of a row, with valid_from and valid_to, is in main.stages and so on; the log itself is in \
            log.events. "commit", "from" and "to" are words of SQL and need quotes.

              stackledger query 'SELECT stack, stage, count(*) FROM deployments GROUP BY 1, 2'
              stackledger query 'SELECT * FROM runs WHERE stack = :s' --param s=shop -o csv
              stackledger query "SELECT data->>'reason' FROM events WHERE type = 'stage.locked.v1'"
              stackledger query --schema deployments
            """
    )

    @Argument(help: "The statement.")
    var sql: String?

    @Option(name: .customLong("param"), help: "A parameter, as name=value; may be repeated.")
    var parameters: [String] = []

    @Option(help: "Maximum number of rows.")
    var rowLimit = 10_000

    @Option(help: "Maximum number of seconds.")
    var timeLimit = 30

    @Flag(help: "List the tables.")
    var tables = false

    @Option(help: "List a table's columns.")
    var schema: String?

    @OptionGroup var options: AskOptions

    func run() throws {
        let views = try options.views(withLog: true)
        switch (sql, tables, schema) {
        case (let sql?, false, nil): try query(sql, views)
        case (nil, true, nil): try listTables(views)
        case (nil, false, let table?): try listColumns(of: table, views)
        default:
            let ways = ["a statement", "--tables", "--schema TABLE"]
            throw Failure.usage(
                .notOneOf(ways, command: "query", example: "stackledger query 'SELECT * FROM stages'")
            )
        }
    }

    private func query(_ sql: String, _ views: OpenViews) throws {
        guard rowLimit > 0, timeLimit > 0 else { throw Failure.usage(.limitsNotPositive) }
        let limits = QueryLimits(duration: .seconds(timeLimit), rows: rowLimit)
        let parameters = try parsedParameters()
        let watch = endLate(after: limits.duration)
        defer { watch.cancel() }
        var printer = RowPrinter(as: options.output.format)
        do {
            let columns = try views.session.query(sql, parameters, limits: limits) { columns, row in
                guard printer.count < rowLimit else { return printer.leaveOut() }
                return printer.print(row, of: columns)
            }
            printer.finish(columns) { Self.text(Rows($0)) }
        } catch { throw Failure(error) }
        if printer.isTruncated { StandardError.note("only the first \(printer.count) rows; --row-limit allows more") }
    }

    /// Ends the program if the query is not over a second after its time.
    ///
    /// SQLite looks at the time between its steps, but a single `instr` of two long texts takes minutes.
    private func endLate(after limit: Duration) -> Task<Void, Never> {
        let asJSON = [.json, .jsonl].contains(options.output.format)
        return Task.detached {
            do { try await Task.sleep(for: limit + .seconds(1)) } catch { return }
            _exit(Failure(ViewError.timeLimit(limit)).tell(asJSON: asJSON))
        }
    }

    /// A value that is an integer is bound as one.
    private func parsedParameters() throws -> [String: Cell] {
        var parsed: [String: Cell] = [:]
        for parameter in parameters {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else { throw Failure.usage(.notAParameter(parameter)) }
            parsed[parts[0]] = Int64(parts[1]).map(Cell.integer) ?? .text(parts[1])
        }
        return parsed
    }

    private static func text(_ rows: Rows) -> String {
        var table = TextTable(headings: rows.columns, keepsEmptyColumns: true)
        for row in rows.rows {
            table.add(row.cells.map { .init($0.text ?? $0.integer.map(String.init) ?? "") })
        }
        return table.rendered()
    }

    private func listTables(_ views: OpenViews) throws {
        let entries = try Self.catalog(views).entries
        let listing = Listing(
            columns: ["table", "columns"],
            rows: entries.map { [.string($0.name), .array($0.columns.map { .string($0.name) })] }
        )
        listing.print(as: options.output.format) {
            TextTable.text(
                of: entries,
                [
                    ListColumn("table") { entry in entry.name },
                    ListColumn("columns") { entry in entry.columns.map(\.name).joined(separator: ", ") },
                ]
            )
        }
    }

    private func listColumns(of name: String, _ views: OpenViews) throws {
        guard let entry = try Self.catalog(views).entries.first(where: { $0.name == name }) else {
            throw Failure(CommandError.noTable(name))
        }
        let listing = Listing(
            columns: ["column", "type"],
            rows: entry.columns.map { [.string($0.name), .string($0.type)] }
        )
        listing.print(as: options.output.format) {
            TextTable.text(
                of: entry.columns,
                [
                    ListColumn("column") { column in column.name },
                    ListColumn("type") { column in column.type },
                ]
            )
        }
    }

    private static func catalog(_ views: OpenViews) throws -> ViewCatalog {
        do { return try views.session.catalog() } catch { throw Failure(error) }
    }
}
