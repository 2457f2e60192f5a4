import ArgumentParser
import LedgerDomain
import LedgerViews

struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Walk the chain commit → build → image → revision → deployment → AWS calls, from any of its links.",
        discussion: """
              stackledger trace shop/prod
              stackledger trace 4f2c1a9
              stackledger trace sha256:9b1e… --json
            """
    )

    @Argument(
        help: "A deployment, a commit, a build's execution, an image's digest, a revision, an action or an event."
    )
    var reference: String

    @OptionGroup var options: AskOptions

    func run() throws {
        let asking = try Asking(options)
        let chain = try Chain(asking, from: reference)
        chain.listing.print(as: options.output.format) { chain.text }
    }
}

/// Everything that one change caused, found from any part of it.
struct Chain {
    private struct Link {
        /// commit, build, image, revision, deployment or action.
        let kind: String
        let name: String
        let time: String?
        let actor: String?
        let state: String?
        let detail: String?
    }

    private var links: [Link] = []

    init(_ asking: Asking, from text: String) throws(Failure) {
        let seed = try Seed(asking, text)
        for commit in seed.commits.sorted() {
            add("commit", commit, nil, nil, nil, nil)
        }
        for build in seed.builds {
            let name = "\(build.text("pipeline") ?? "")/\(build.text("execution") ?? "")"
            add(
                "build",
                name,
                build.text("ended_at") ?? build.text("started_at"),
                nil,
                build.text("status"),
                build.text("message")
            )
        }
        for image in seed.images {
            let tags = image.text("tags").map { "tags: \($0)" }
            add(
                "image",
                image.text("image") ?? "",
                image.text("pushed_at"),
                image.text("pushed_by"),
                image.text("status"),
                tags
            )
        }
        for revision in seed.revisions {
            add(
                "revision",
                revision.text("revision") ?? "",
                revision.text("registered_at"),
                revision.text("registered_by"),
                revision.text("status"),
                nil
            )
        }
        for deployment in seed.deployments {
            add(
                "deployment",
                deployment.deploymentName,
                deployment.text("requested_at"),
                deployment.text("requested_by"),
                deployment.text("outcome") ?? deployment.text("status"),
                [deployment.text("kind"), deployment.text("reason")].compactMap(\.self).joined(separator: ": ")
            )
            for action in try asking.rows(.actionsOfDeployment, deployment.deploymentParameters).rows {
                add(
                    "action",
                    "\(action.text("service") ?? ""):\(action.text("operation") ?? "")",
                    action.text("intended_at"),
                    nil,
                    action.text("status"),
                    action.text("request_id").map { "request \($0)" }
                )
            }
        }
        guard !links.isEmpty else {
            throw .notFound("the ledger knows nothing of \(text)", hint: "stackledger history, builds or images list")
        }
    }

    private mutating func add(
        _ kind: String,
        _ name: String,
        _ time: String?,
        _ actor: String?,
        _ state: String?,
        _ detail: String?
    ) {
        links.append(Link(kind: kind, name: name, time: time, actor: actor, state: state, detail: detail))
    }

    var listing: Listing {
        Listing(
            columns: ["kind", "name", "time", "actor", "state", "detail"],
            rows: links.map {
                [.string($0.kind), .string($0.name), $0.time.json, $0.actor.json, $0.state.json, $0.detail.json]
            }
        )
    }

    /// Each kind of link a step further in.
    var text: String {
        let depth = ["commit": 0, "build": 1, "image": 2, "revision": 3, "deployment": 4, "action": 5]
        let times = RelativeTime()
        var table = TextTable("what", "name", "state", "when", "by", "detail")
        for link in links {
            table.add(
                .init(String(repeating: " ", count: depth[link.kind] ?? 0) + link.kind),
                .init(link.kind == "image" ? ShortImage.text(link.name) : link.name),
                .init(link.state ?? ""),
                .init(times.text(link.time), .quiet),
                .init(ShortActor.text(link.actor)),
                .init(link.detail ?? "")
            )
        }
        return table.rendered()
    }
}

/// The links of a chain that a reference leads to: first its deployments, from them commits, digests and revisions.
private struct Seed {
    private(set) var commits: Set<String> = []
    private(set) var builds: [Row] = []
    private(set) var images: [Row] = []
    private(set) var revisions: [Row] = []
    private(set) var deployments: [Row] = []
    private var digests: Set<String> = []

    private let asking: Asking

    init(_ asking: Asking, _ text: String) throws(Failure) {
        self.asking = asking
        let builds = try asking.rows(.builds, ["execution": .text(text)].limited(to: -1)).rows
        if builds.isEmpty {
            try begin(try Reference(text, now: asking.now), text)
        } else {
            builds.forEach { take(build: $0) }
        }
        try complete()
    }

    private mutating func begin(_ reference: Reference, _ text: String) throws(Failure) {
        switch reference {
        case .commit(let commit): try begin(commit: commit)
        case .digest(let digest):
            for image in try asking.rows(.images, ["digest": .text(digest)].limited(to: -1)).rows { take(image: image) }
            deployments = try asking.rows(.deploymentsOfDigest, ["digest": .text(digest)]).rows
        case .revision(let name):
            deployments = try asking.rows(.deploymentsOfRevision, ["revision": .text(name)]).rows
            revisions = try asking.rows(.revision, ["revision": .text(name)]).rows
        case .event(let position):
            let event = try asking.rows(.event, ["position": .integer(Int64(position))]).rows.first
            try begin(correlation: event?.text("correlation_id"))
        case .id(let id): try begin(id)
        case .stage, .version, .back, .time: deployments = [try asking.deployment(reference, named: text)]
        }
    }

    private mutating func begin(commit: String) throws(Failure) {
        deployments = try asking.rows(.deploymentsOfCommit, ["commit": .text(commit)]).rows
        let parameters = ["commit": Cell.text(commit)].limited(to: -1)
        for build in try asking.rows(.builds, parameters).rows { take(build: build) }
        for image in try asking.rows(.images, parameters).rows { take(image: image) }
    }

    private mutating func begin(_ id: UniqueID) throws(Failure) {
        let parameters = ["id": Cell.text(id.description)]
        if let action = try asking.rows(.actions, parameters.limited(to: 1)).rows.first {
            deployments = try asking.rows(.deployment, action.deploymentParameters).rows
            return
        }
        deployments = try asking.rows(.deploymentByID, parameters).rows
        if deployments.isEmpty {
            try begin(correlation: try asking.rows(.eventByID, parameters).rows.first?.text("correlation_id"))
        }
    }

    private mutating func begin(correlation: String?) throws(Failure) {
        guard let correlation else { return }
        deployments = try asking.rows(.deploymentByID, ["id": .text(correlation)]).rows
    }

    private mutating func take(build: Row) {
        if let commit = build.text("commit") { commits.insert(commit) }
        if let digest = build.text("image")?.digest { digests.insert(digest) }
    }

    private mutating func take(image: Row) {
        if let commit = image.text("commit") { commits.insert(commit) }
        if let digest = image.text("digest") { digests.insert(digest) }
    }

    /// From what is known to all that hangs together with it.
    private mutating func complete() throws(Failure) {
        for deployment in deployments {
            if let commit = deployment.text("commit") { commits.insert(commit) }
            if let digest = deployment.text("image")?.digest { digests.insert(digest) }
        }
        for commit in commits {
            for image in try asking.rows(.images, ["commit": .text(commit)].limited(to: -1)).rows { take(image: image) }
        }
        for digest in digests.sorted() {
            let parameters = ["digest": Cell.text(digest)].limited(to: -1)
            let found = try asking.rows(.images, parameters).rows
            found.forEach { take(image: $0) }
            images += found
        }
        try completeBuilds()
        try completeRevisions()
    }

    private mutating func completeBuilds() throws(Failure) {
        var seen: Set<Cell> = []
        for commit in commits.sorted() {
            let found = try asking.rows(.builds, ["commit": .text(commit)].limited(to: -1)).rows.reversed()
            builds += found.filter { seen.insert($0["execution"]).inserted }
        }
        for digest in digests.sorted() {
            let found = try asking.rows(.builds, ["digest": .text(digest)].limited(to: -1)).rows.reversed()
            builds += found.filter { seen.insert($0["execution"]).inserted }
        }
    }

    private mutating func completeRevisions() throws(Failure) {
        var seen = Set(revisions.map { $0["revision"] })
        for deployment in deployments {
            guard let name = deployment.text("revision"), seen.insert(.text(name)).inserted else { continue }
            let stage = try asking.rows(.stage, deployment.stageID.parameters).rows.first
            revisions += try asking.rows(
                .revision,
                ["revision": .text(name), "account": stage?["account"] ?? .null, "region": stage?["region"] ?? .null]
            ).rows
        }
    }
}
