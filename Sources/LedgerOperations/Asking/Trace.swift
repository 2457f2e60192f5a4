import LedgerDomain
import LedgerViews
import LedgerValues

/// Everything that one change caused, found from any part of it.
package struct Trace: Sendable {
    package struct Link: Equatable, Sendable {
        /// commit, build, image, revision, deployment or action.
        package let kind: String
        package let name: String
        package let time: String?
        package let actor: String?
        package let state: String?
        package let detail: String?
    }

    package private(set) var links: [Link] = []

    package init(_ views: OpenViews, from text: String) throws(OperationError) {
        let seed = try TraceSeed(views, text)
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
            for action in try views.rows(.actionsOfDeployment, deployment.deploymentParameters).rows {
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
            throw .missing(.chain(text))
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
}
