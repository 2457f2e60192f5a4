import ArgumentParser
import LedgerDomain
import LedgerViews

/// How many rows a list shows.
struct LimitOptions: ParsableArguments {
    @Option(name: [.customShort("n"), .customLong("limit")], help: "At most so many; 0 for all.")
    private var limit = 50

    func cell() throws(Failure) -> Cell {
        guard limit >= 0 else { throw .usage("-n \(limit) is negative", hint: "0 shows all") }
        return .integer(limit == 0 ? -1 : Int64(limit))
    }
}

struct RevisionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revisions",
        abstract: "List task definition revisions, the newest first, and which deployments used them.",
        discussion: """
              stackledger revisions shop-prod
              stackledger revisions --status inactive
            """
    )

    @Argument(help: "The task definition family; all by default.")
    var family: String?

    @Option(help: "Only active or only inactive ones.")
    var status: String?

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let rows = try Asking(options).rows(
            .revisions,
            ["family": Cell(family), "status": Cell(status), "limit": try limit.cell()]
        )
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No revisions." }
        let times = RelativeTime()
        var table = TextTable("revision", "status", "registered", "by", "account", "region", "used by")
        for row in rows {
            let status = row.text("status") ?? ""
            table.add(
                .init(row.text("revision") ?? ""),
                .init(status, status == "active" ? .good : .quiet),
                .init(times.text(row.text("registered_at")), .quiet),
                .init(ShortActor.text(row.text("registered_by"))),
                .init(row.text("account") ?? ""),
                .init(row.text("region") ?? ""),
                .init(row.text("deployments") ?? "")
            )
        }
        return table.rendered()
    }
}

struct ImagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images",
        abstract: "List images with their tags, the newest first.",
        discussion: """
              stackledger images shop
              stackledger images --status deleted
              stackledger images --commit 4f2c1a9
            """
    )

    @Argument(help: "The repository; all by default.")
    var repository: String?

    @Option(help: "Only those that are present, deleted or archived.")
    var status: String?

    @Option(help: "Only those of this commit; its first digits do.")
    var commit: String?

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let rows = try Asking(options).rows(
            .images,
            [
                "repository": Cell(repository), "status": Cell(status), "commit": Cell(commit?.lowercased()),
                "limit": try limit.cell(),
            ]
        )
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No images." }
        let times = RelativeTime()
        var table = TextTable("image", "tags", "status", "commit", "size", "pushed", "by", "deleted")
        for row in rows {
            let status = row.text("status") ?? ""
            table.add(
                .init(row.text("image").map(ShortImage.text) ?? ""),
                .init(row.text("tags") ?? ""),
                .init(status, status == "present" ? .good : .bad),
                .init(row.text("commit").map { String($0.prefix(7)) } ?? ""),
                .init(row.integer("size").map { "\($0 / 1_000_000) MB" } ?? ""),
                .init(times.text(row.text("pushed_at")), .quiet),
                .init(ShortActor.text(row.text("pushed_by"))),
                .init(row.text("deleted_at").map { "\(times.text($0)), \(row.text("deleted_why") ?? "")" } ?? "")
            )
        }
        return table.rendered()
    }
}

struct BuildsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "builds",
        abstract: "List builds, the newest first.",
        discussion: """
              stackledger builds shop-release
              stackledger builds --status failed
            """
    )

    @Argument(help: "The pipeline; all by default.")
    var pipeline: String?

    @Option(help: "Only those that started, succeeded or failed.")
    var status: String?

    @Option(help: "Only those of this commit; its first digits do.")
    var commit: String?

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let rows = try Asking(options).rows(
            .builds,
            [
                "pipeline": Cell(pipeline), "status": Cell(status), "commit": Cell(commit?.lowercased()),
                "limit": try limit.cell(),
            ]
        )
        rows.listing.print(as: options.output.format) { Self.text(rows.rows) }
    }

    private static func text(_ rows: [Row]) -> String {
        guard !rows.isEmpty else { return "No builds." }
        let times = RelativeTime()
        var table = TextTable("pipeline", "execution", "status", "commit", "image", "started", "ended", "message")
        for row in rows {
            let status = row.text("status") ?? ""
            table.add(
                .init(row.text("pipeline") ?? ""),
                .init(row.text("execution") ?? ""),
                .init(status, status == "succeeded" ? .good : status == "failed" ? .bad : .waiting),
                .init(row.text("commit").map { String($0.prefix(7)) } ?? ""),
                .init(row.text("image").map(ShortImage.text) ?? ""),
                .init(times.text(row.text("started_at")), .quiet),
                .init(times.text(row.text("ended_at")), .quiet),
                .init([row.text("phase"), row.text("message")].compactMap(\.self).joined(separator: ": "))
            )
        }
        return table.rendered()
    }
}

struct ActionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "List AWS calls that deployments made, the newest first.",
        discussion: """
              stackledger actions shop/prod
              stackledger actions --in-doubt
            """
    )

    @Argument(help: "STACK/STAGE, STACK/STAGE@vN or STACK; all by default.")
    var what: String?

    @Flag(help: "Only those of which nobody knows whether they happened.")
    var inDoubt = false

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let asking = try Asking(options)
        var parameters = try scope(asking)
        parameters["doubt"] = inDoubt ? .integer(1) : .null
        parameters["limit"] = try limit.cell()
        let rows = try asking.rows(.actions, parameters)
        rows.listing.print(as: options.output.format) { ActionsText(rows.rows).text }
    }

    private func scope(_ asking: Asking) throws(Failure) -> [String: Cell] {
        guard let what else { return [:] }
        guard what.contains("/") else {
            let stack = try StackName(argument: what)
            try asking.require(stack)
            return ["stack": .text(stack.rawValue)]
        }
        guard what.contains("@") || what.contains("~") else {
            let id = try StageID(argument: what)
            try asking.require(id)
            return id.parameters
        }
        return try asking.deployment(try Reference(what, now: asking.now), named: what).deploymentParameters
    }
}

/// Actions as a table.
struct ActionsText {
    private let rows: [Row]

    init(_ rows: [Row]) {
        self.rows = rows
    }

    var text: String {
        guard !rows.isEmpty else { return "No actions." }
        let times = RelativeTime()
        var table = TextTable("deployment", "call", "status", "attempts", "request", "when", "message", "action")
        for row in rows {
            let status = row.text("status") ?? ""
            table.add(
                .init(row.deploymentName),
                .init("\(row.text("service") ?? ""):\(row.text("operation") ?? "")"),
                .init(status, Self.ink(status)),
                .init("\(row.integer("attempts") ?? 0)"),
                .init(row.text("request_id") ?? ""),
                .init(times.text(row.text("intended_at")), .quiet),
                .init([row.text("code"), row.text("message")].compactMap(\.self).joined(separator: ": ")),
                .init(row.text("action") ?? "", .quiet)
            )
        }
        return table.rendered()
    }

    private static func ink(_ status: String) -> Ink {
        switch status {
        case "succeeded": .good
        case "failed", "inDoubt": .bad
        case "abandoned": .quiet
        default: .waiting
        }
    }
}
