import LedgerDomain
import LedgerTesting
import LedgerValues

/// The stack `search`: a canary in another region that people approve or reject, and a lock on prod.
struct CanaryRegion: Story {
    let name = "canary-region"

    private let ines = "github:ines"
    private let paul = "github:paul"
    private let staging: StageID = "search/staging"
    private let canary: StageID = "search/canary"
    private let prod: StageID = "search/prod"

    func tell(_ narrator: Narrator) throws {
        try monday(narrator)
        try tuesday(narrator)
        try wednesday(narrator)
        try thursday(narrator)
        try saturday(narrator)
    }

    private func service(_ stage: StageID) -> Service {
        let region = stage == canary ? "us-east-1" : "eu-west-1"
        var service = Service(
            stage: stage,
            region: region,
            cluster: stage == staging ? "test" : "prod",
            container: "api",
            repository: "search/api"
        )
        service.cpu = "1024"
        service.memory = "4096"
        service.port = 9000
        service.environment = [("INDEX_HOST", "index.\(region).search.acme.example"), ("SHARDS", "12")]
        service.secrets = ["INDEX_TOKEN"]
        return service
    }

    /// Builds, copies the image to the other region, deploys it to staging.
    private func build(_ number: Int, _ narrator: Narrator, reason: String) throws -> Build {
        let build = try narrator.build("search", number: number)
        narrator.wait(seconds: 20)
        let replication = "arn:aws:iam::\(Narrator.account):role/aws-service-role/replication.ecr.amazonaws.com"
        try narrator.push(build, by: replication, region: "us-east-1", tags: [build.tag])
        try narrator.deploy(build, Order(stage: staging, actor: .ci("search-ci", "build-\(number)"), reason: reason))
        return build
    }

    /// Two stages at first; the first release goes straight to prod.
    private func monday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-19T09:00")
        try narrator.createStack("search", by: ines, description: "Product search")
        try narrator.addStage(service(staging), by: ines)
        try narrator.addStage(service(prod), by: ines)
        _ = try build(41, narrator, reason: "index format 7")
        try narrator.at("2026-10-19T14:00")
        try narrator.promote(from: staging, Order(stage: prod, actor: ines, reason: "index format 7"))
    }

    /// A canary comes between them, in us-east-1; Ines approves what Paul asks for, then prod follows.
    private func tuesday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-20T08:50")
        try narrator.addStage(service(canary), by: ines, after: "staging", approval: .manual)
        try narrator.at("2026-10-20T09:20")
        _ = try build(42, narrator, reason: "synonyms")
        try narrator.at("2026-10-20T10:05")
        try askForCanary(narrator, reason: "synonyms, for the US first") { version, order, deployment, build in
            try narrator.at("2026-10-20T10:46")
            try narrator.approve(canary, version: version, by: ines, reason: "US traffic is low until noon")
            try narrator.carryOut(order, deployment, build: build)
        }
        try narrator.at("2026-10-20T15:30")
        try narrator.promote(from: canary, Order(stage: prod, actor: paul, reason: "synonyms, five quiet hours in US"))
    }

    /// What Paul asks for is rejected.
    private func wednesday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-21T09:15")
        _ = try build(43, narrator, reason: "vector ranking")
        try narrator.at("2026-10-21T11:00")
        try askForCanary(narrator, reason: "vector ranking") { version, order, _, _ in
            try narrator.at("2026-10-21T13:20")
            let reason = "p99 in the load test is 80 ms over budget; cache the vectors first"
            try narrator.reject(canary, version: version, by: ines, reason: reason)
            narrator.keep(try narrator.release(canary), of: canary)
        }
    }

    /// Prod is locked for a sale; the next canary is approved, and the answer to its call is lost on the way.
    private func thursday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-22T08:00")
        let reason = "autumn sale until Saturday morning, no changes (ask Ines)"
        try narrator.lock(prod, by: ines, reason: reason, expires: "2026-10-25T06:00:00.000000Z")
        try narrator.at("2026-10-22T10:10")
        _ = try build(44, narrator, reason: "vector ranking, vectors cached")
        try narrator.at("2026-10-22T11:00")
        try askForCanary(narrator, reason: "vector ranking, vectors cached") { version, order, deployment, build in
            try narrator.at("2026-10-22T11:32")
            try narrator.approve(canary, version: version, by: ines, reason: "p99 is 12 ms under budget")
            var order = order
            order.update = { .lostButLanded($0, evidence: $0) }
            try narrator.carryOut(order, deployment, build: build)
        }
    }

    /// The sale is over earlier than thought: the lock is taken off, prod follows the canary.
    private func saturday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-24T07:30")
        try narrator.unlock(prod, by: ines, reason: "the sale is over")
        try narrator.at("2026-10-24T08:15")
        try narrator.promote(from: canary, Order(stage: prod, actor: paul, reason: "vector ranking"))
    }

    /// Asks to promote staging to the canary, and leaves what comes of it to `answer`.
    private func askForCanary(
        _ narrator: Narrator,
        reason: String,
        _ answer: (_ version: Int, Order, _ deployment: UniqueID, Build) throws -> Void
    ) throws {
        let wish = Order(stage: canary, actor: paul, reason: reason, seconds: 210)
        let (order, build) = try narrator.promotion(from: staging, wish)
        let deployment = try narrator.request(order, build: build)
        try answer(narrator.releases[canary, default: []].count + 1, order, deployment, build)
    }
}

extension Narrator {
    fileprivate func approve(_ stage: StageID, version: Int, by actor: String, reason: String) throws {
        let data: JSONObject = ["version": .integer(Int64(version)), "reason": .string(reason)]
        try record(.deployment(.approved), in: "stage/\(stage)", by: actor, data)
    }

    fileprivate func reject(_ stage: StageID, version: Int, by actor: String, reason: String) throws {
        let data: JSONObject = ["version": .integer(Int64(version)), "reason": .string(reason)]
        try record(.deployment(.rejected), in: "stage/\(stage)", by: actor, data)
    }
}
