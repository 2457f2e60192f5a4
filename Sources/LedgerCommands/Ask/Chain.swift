import LedgerDomain
import LedgerViews
import LedgerValues

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
        let seed = try ChainSeed(asking, text)
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
        // Each revision stands before the first deployment of it.
        var revisions = seed.revisions
        for deployment in seed.deployments {
            if let index = revisions.firstIndex(where: { $0["revision"] == deployment["revision"] }) {
                add(revision: revisions.remove(at: index))
            }
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
        for revision in revisions { add(revision: revision) }
        guard !links.isEmpty else {
            throw .notFound("the ledger knows nothing of \(text)", hint: "stackledger history, builds or images list")
        }
    }

    private mutating func add(revision: Row) {
        add(
            "revision",
            revision.text("revision") ?? "",
            revision.text("registered_at"),
            revision.text("registered_by"),
            revision.text("status"),
            nil
        )
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
