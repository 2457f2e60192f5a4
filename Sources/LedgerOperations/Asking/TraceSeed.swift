import LedgerDomain
import LedgerViews
import LedgerValues

/// The links of a chain that a reference leads to: first its deployments, from them commits, digests and revisions.
struct TraceSeed {
    private(set) var commits: Set<String> = []
    private(set) var builds: [Row] = []
    private(set) var images: [Row] = []
    private(set) var revisions: [Row] = []
    private(set) var deployments: [Row] = []
    private var digests: Set<String> = []

    private let views: OpenViews

    init(_ views: OpenViews, _ text: String) throws(OperationError) {
        self.views = views
        let builds = try views.rows(.builds, ["execution": .text(text)].limited(to: -1)).rows
        if builds.isEmpty {
            try begin(try Reference(text, now: views.now), text)
        } else {
            builds.forEach { take(build: $0) }
            try followToDeployments()
        }
        try complete()
    }

    private mutating func begin(_ reference: Reference, _ text: String) throws(OperationError) {
        switch reference {
        case .commit(let commit): try begin(commit: commit)
        case .digest(let digest):
            for image in try views.rows(.images, ["digest": .text(digest)].limited(to: -1)).rows { take(image: image) }
            deployments = try views.rows(.deploymentsOfDigest, ["digest": .text(digest)]).rows
        case .revision(let name):
            deployments = try views.rows(.deploymentsOfRevision, ["revision": .text(name)]).rows
            revisions = try views.rows(.revision, ["revision": .text(name)]).rows
        case .event(let position):
            let event = try views.rows(.event, ["position": .integer(Int64(position))]).rows.first
            try begin(correlation: event?.text("correlation_id"))
        case .id(let id): try begin(id)
        case .stage, .version, .back, .time: deployments = [try views.deployment(reference, named: text)]
        }
    }

    private mutating func begin(commit: String) throws(OperationError) {
        deployments = try views.rows(.deploymentsOfCommit, ["commit": .text(commit)]).rows
        let parameters = ["commit": Cell.text(commit)].limited(to: -1)
        for build in try views.rows(.builds, parameters).rows { take(build: build) }
        for image in try views.rows(.images, parameters).rows { take(image: image) }
        try followToDeployments()
    }

    /// From the side of the source to whatever deployed what was made of it.
    private mutating func followToDeployments() throws(OperationError) {
        var found = deployments
        for commit in commits.sorted() {
            found += try views.rows(.deploymentsOfCommit, ["commit": .text(commit)]).rows
        }
        for digest in digests.sorted() {
            found += try views.rows(.deploymentsOfDigest, ["digest": .text(digest)]).rows
        }
        var seen: Set<Cell> = []
        deployments = found.filter { seen.insert($0["deployment"]).inserted }
    }

    private mutating func begin(_ id: UniqueID) throws(OperationError) {
        let parameters = ["id": Cell.text(id.description)]
        if let action = try views.rows(.actions, parameters.limited(to: 1)).rows.first {
            deployments = try views.rows(.deployment, action.deploymentParameters).rows
            return
        }
        deployments = try views.rows(.deploymentByID, parameters).rows
        if deployments.isEmpty {
            try begin(correlation: try views.rows(.eventByID, parameters).rows.first?.text("correlation_id"))
        }
    }

    private mutating func begin(correlation: String?) throws(OperationError) {
        guard let correlation else { return }
        deployments = try views.rows(.deploymentByID, ["id": .text(correlation)]).rows
    }

    private mutating func take(build: Row) {
        commits.formUnion((build.text("commits") ?? "").split(separator: " ").map(String.init))
        if let digest = build.imageDigest { digests.insert(digest) }
    }

    private mutating func take(image: Row) {
        if let commit = image.text("commit") { commits.insert(commit) }
        if let digest = image.text("digest") { digests.insert(digest) }
    }

    /// From what is known to all that hangs together with it.
    private mutating func complete() throws(OperationError) {
        try completeDeployments()
        for deployment in deployments {
            if let commit = deployment.text("commit") { commits.insert(commit) }
            if let digest = deployment.imageDigest {
                digests.insert(digest)
            }
        }
        for commit in commits {
            for image in try views.rows(.images, ["commit": .text(commit)].limited(to: -1)).rows { take(image: image) }
        }
        for digest in digests.sorted() {
            let parameters = ["digest": Cell.text(digest)].limited(to: -1)
            let found = try views.rows(.images, parameters).rows
            found.forEach { take(image: $0) }
            images += found
        }
        try completeBuilds()
        try completeRevisions()
    }

    /// With what a `scale` or a `restart` ran, and the deployment that brought it.
    private mutating func completeDeployments() throws(OperationError) {
        var completed: [Row] = []
        var seen = Set(deployments.map { $0["deployment"] })
        for deployment in deployments {
            if let origin = try views.origin(of: deployment), seen.insert(origin["deployment"]).inserted {
                completed.append(origin)
            }
            completed.append(try views.withContent(deployment))
        }
        deployments = completed
    }

    private mutating func completeBuilds() throws(OperationError) {
        var seen: Set<Cell> = []
        for commit in commits.sorted() {
            let found = try views.rows(.builds, ["commit": .text(commit)].limited(to: -1)).rows.reversed()
            builds += found.filter { seen.insert($0["execution"]).inserted }
        }
        for digest in digests.sorted() {
            let found = try views.rows(.builds, ["digest": .text(digest)].limited(to: -1)).rows.reversed()
            builds += found.filter { seen.insert($0["execution"]).inserted }
        }
    }

    private mutating func completeRevisions() throws(OperationError) {
        var seen = Set(revisions.map { $0["revision"] })
        for deployment in deployments {
            guard let name = deployment.text("revision"), seen.insert(.text(name)).inserted else { continue }
            let stage = try views.rows(.stage, deployment.stageID.parameters).rows.first
            revisions += try views.rows(
                .revision,
                ["revision": .text(name), "account": stage?["account"] ?? .null, "region": stage?["region"] ?? .null]
            ).rows
        }
    }
}
