import LedgerDomain
import LedgerTesting
import LedgerValues

/// The stack `feed`, which another tool deploys: the ledger only hears of it, twice, late and in the wrong order.
struct TwiceAndOutOfOrder: Story {
    let name = "twice-and-out-of-order"

    private let noor = "github:noor"
    private let terraform = "arn:aws:sts::\(Narrator.account):assumed-role/terraform/feed"
    private let staging: StageID = "feed/staging"
    private let prod: StageID = "feed/prod"
    private let preview: StageID = "feed/preview"

    func tell(_ narrator: Narrator) throws {
        try monday(narrator)
        let good = try tuesday(narrator)
        try wednesday(narrator, before: good)
        try thursday(narrator)
        try friday(narrator)
    }

    private func service(_ stage: StageID) -> Service {
        var service = Service(
            stage: stage,
            region: "eu-west-1",
            cluster: stage == prod ? "prod" : "test",
            container: "api",
            repository: "feed/api"
        )
        service.environment = [("PARTNERS", stage == prod ? "all" : "sandbox"), ("LOG_LEVEL", "info")]
        service.secrets = ["PARTNER_KEY"]
        return service
    }

    /// A pipeline builds and pushes; each tag is a push of its own, and the last event comes twice.
    private func build(_ narrator: Narrator) throws -> Build {
        let build = Build(
            commit: narrator.random.hex(40),
            digest: "sha256:\(narrator.random.hex(64))",
            repository: "feed/api"
        )
        let execution = narrator.random.requestID()
        let began = narrator.clock.time
        func id() -> String { narrator.random.requestID() }
        try narrator.deliver(
            .source("feed-main", build, execution, id(), at: began.advanced(bySeconds: 9)),
            .pipeline("feed-main", "STARTED", execution, id(), at: began)
        )
        narrator.wait(seconds: 240)
        let now = narrator.clock.time
        let push = AWSNews.push(build, tag: build.tag, id(), at: now)
        try narrator.deliver(
            push,
            .push(build, tag: "main", id(), at: now),
            push,
            .pipeline("feed-main", "SUCCEEDED", execution, id(), at: now.advanced(bySeconds: 11))
        )
        return build
    }

    /// The stack and two of its three services, and a day on which everything comes once and in order.
    private func monday(_ narrator: Narrator) throws {
        try narrator.at("2026-11-09T09:10")
        try narrator.createStack("feed", by: noor, description: "Product feeds for partners")
        try narrator.addStage(service(staging), by: noor)
        try narrator.addStage(service(prod), by: noor)
        try narrator.at("2026-11-09T10:00")
        let build = try build(narrator)
        try inOrder(build, to: staging, narrator)
        try narrator.at("2026-11-09T13:30")
        try inOrder(build, to: prod, narrator)
    }

    private func inOrder(_ build: Build, to stage: StageID, _ narrator: Narrator) throws {
        let deployment = try narrator.deployElsewhere(build, to: service(stage), by: terraform)
        try narrator.deliver(.inProgress(deployment, narrator.random.requestID()))
        narrator.wait(seconds: 50)
        let task = narrator.random.hex(32)
        try narrator.deliver(.task(of: deployment, narrator.random.requestID(), named: task))
        narrator.wait(seconds: 95)
        try narrator.deliver(.completed(deployment, narrator.random.requestID()))
    }

    /// COMPLETED comes first and twice, then the task, IN_PROGRESS last.
    private func tuesday(_ narrator: Narrator) throws -> Build {
        try narrator.at("2026-11-10T09:20")
        let build = try build(narrator)
        try inOrder(build, to: staging, narrator)
        try narrator.at("2026-11-10T11:00")
        try backwards(build, to: prod, narrator)
        // The service feed-preview is nobody's stage yet: what is told of it is kept.
        try narrator.at("2026-11-10T15:00")
        try inOrder(build, to: preview, narrator)
        return build
    }

    private func backwards(_ build: Build, to stage: StageID, _ narrator: Narrator) throws {
        let deployment = try narrator.deployElsewhere(build, to: service(stage), by: terraform)
        narrator.wait(seconds: 200)
        let completed = AWSNews.completed(deployment, narrator.random.requestID())
        let task = AWSNews.task(of: deployment, narrator.random.requestID(), named: narrator.random.hex(32))
        try narrator.deliver(completed, task, completed, .inProgress(deployment, narrator.random.requestID()), task)
    }

    /// ECS takes a release back: the deployment that rolls back is heard of before the failure that it mends.
    private func wednesday(_ narrator: Narrator, before good: Build) throws {
        try narrator.at("2026-11-11T09:40")
        let bad = try build(narrator)
        try inOrder(bad, to: staging, narrator)
        try narrator.at("2026-11-11T10:30")
        let failing = try narrator.deployElsewhere(bad, to: service(prod), by: terraform)
        try narrator.deliver(.inProgress(failing, narrator.random.requestID()))
        narrator.wait(seconds: 470)
        let back = ForeignDeployment(
            service: service(prod),
            build: good,
            revision: "feed-prod:2",
            id: narrator.random.awsDeployment(),
            began: failing.time(301)
        )
        let reason = "ECS deployment circuit breaker: rolling back to deploymentId \(back.id)."
        let failed = AWSNews.failed(failing, narrator.random.requestID())
        try narrator.deliver(
            .completed(back, narrator.random.requestID()),
            .inProgress(back, narrator.random.requestID(), reason: reason),
            .task(of: back, narrator.random.requestID(), named: narrator.random.hex(32)),
            failed,
            failed,
            .task(of: failing, narrator.random.requestID(), named: narrator.random.hex(32))
        )
    }

    /// The preview becomes a stage, and takes what was kept of it.
    private func thursday(_ narrator: Narrator) throws {
        try narrator.at("2026-11-12T09:00")
        try narrator.addStage(service(preview), by: noor, after: "staging")
        try narrator.claim(preview, by: noor)
    }

    /// Two deployments overlap; the end of the first is never told, the second supersedes it.
    private func friday(_ narrator: Narrator) throws {
        try narrator.at("2026-11-13T09:15")
        let build = try build(narrator)
        try inOrder(build, to: staging, narrator)
        try inOrder(build, to: preview, narrator)
        try narrator.at("2026-11-13T10:40")
        let first = try narrator.deployElsewhere(build, to: service(prod), by: terraform)
        try narrator.deliver(.inProgress(first, narrator.random.requestID()))
        narrator.wait(seconds: 60)
        var changed = service(prod)
        changed.set("LOG_LEVEL", to: "warn")
        let second = try narrator.deployElsewhere(build, to: changed, by: terraform)
        let task = narrator.random.hex(32)
        try narrator.deliver(.task(of: second, narrator.random.requestID(), named: task))
        narrator.wait(seconds: 150)
        let completed = AWSNews.completed(second, narrator.random.requestID())
        try narrator.deliver(completed, .inProgress(second, narrator.random.requestID()), completed)
    }
}
