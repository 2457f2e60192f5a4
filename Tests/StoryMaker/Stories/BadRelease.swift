import LedgerDomain
import LedgerTesting
import LedgerValues

/// The stack `pay`: a bad release in prod, two rollbacks, a new start, and a release that ECS takes back by itself.
struct BadRelease: Story {
    let name = "bad-release"

    private let ana = "github:ana"
    private let onCall = "github:tomasz"
    private let staging: StageID = "pay/staging"
    private let prod: StageID = "pay/prod"
    private let pipeline = "arn:aws:iam::\(Narrator.account):role/pay-pipeline"

    func tell(_ narrator: Narrator) throws {
        try monday(narrator)
        try tuesday(narrator)
        let bad = try wednesday(narrator)
        try thursday(narrator, again: bad)
        try friday(narrator)
    }

    private func service(_ stage: StageID) -> Service {
        var service = Service(
            stage: stage,
            region: "eu-west-1",
            cluster: stage == prod ? "prod" : "test",
            container: "api",
            repository: "pay/api"
        )
        service.environment = [
            ("LOG_LEVEL", "info"), ("LEDGER_TABLE", "pay-\(stage.stage.rawValue)-ledger"),
            ("PROVIDER_URL", "https://api.psp.example/v3"),
        ]
        service.secrets = ["PROVIDER_KEY", "DATABASE_PASSWORD"]
        return service
    }

    /// Builds, and lets the pipeline bring the image to staging.
    private func build(_ number: Int, _ narrator: Narrator) throws -> Build {
        let build = try narrator.build("pay", number: number)
        try narrator.observeDeployment(of: build, to: staging, by: pipeline)
        return build
    }

    /// The stack, and a release that is good: v1.
    private func monday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-12T08:45")
        try narrator.createStack("pay", by: ana, description: "Payments")
        try narrator.addStage(service(staging), by: ana)
        try narrator.addStage(service(prod), by: ana)
        try narrator.at("2026-10-12T09:30")
        _ = try build(101, narrator)
        try narrator.at("2026-10-12T11:00")
        try narrator.promote(from: staging, Order(stage: prod, actor: ana, reason: "refunds"))
    }

    /// Another that seems good: v2.
    private func tuesday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-13T10:05")
        _ = try build(102, narrator)
        try narrator.at("2026-10-13T13:30")
        try narrator.promote(from: staging, Order(stage: prod, actor: ana, reason: "partial refunds"))
    }

    /// v3 is bad, v4 goes back to v2, and that is no better: v5 goes back before it.
    private func wednesday(_ narrator: Narrator) throws -> Build {
        try narrator.at("2026-10-14T09:10")
        let bad = try build(103, narrator)
        try narrator.at("2026-10-14T10:00")
        try narrator.promote(from: staging, Order(stage: prod, actor: ana, reason: "instalments"))
        try narrator.at("2026-10-14T10:25")
        try narrator.rollback(
            to: 2,
            Order(
                stage: prod,
                actor: onCall,
                reason: "5xx at 12 % since 10:06, INC-731",
                seconds: 80,
                update: { .successAfterThrottling($0) }
            )
        )
        try narrator.at("2026-10-14T10:50")
        try narrator.mark(prod, version: 3, .bad, by: onCall, reason: "INC-731: plans table is missing in prod")
        try narrator.at("2026-10-14T12:10")
        try narrator.rollback(
            to: 1,
            Order(stage: prod, actor: onCall, reason: "INC-731: v2 books partial refunds twice", seconds: 85)
        )
        return bad
    }

    /// The migration has run, so v6 is the image of v3 again, a new start; v7 is taken back by ECS.
    private func thursday(_ narrator: Narrator, again build: Build) throws {
        try narrator.at("2026-10-15T09:30")
        try narrator.deploy(
            build,
            Order(stage: prod, actor: ana, reason: "INC-731: plans table is there now, same image as v3")
        )
        try narrator.at("2026-10-15T14:20")
        _ = try self.build(104, narrator)
        try narrator.at("2026-10-15T15:05")
        try narrator.promote(
            from: staging,
            Order(
                stage: prod,
                actor: ana,
                reason: "faster settlement",
                seconds: 420,
                ending: .rolledBack(to: 6, reason: "ECS deployment circuit breaker: tasks failed to start")
            )
        )
    }

    /// Repaired: v8.
    private func friday(_ narrator: Narrator) throws {
        try narrator.at("2026-10-16T09:40")
        let repaired = try build(105, narrator)
        try narrator.scan(repaired, findings: ["HIGH": 1, "LOW": 4])
        try narrator.at("2026-10-16T10:30")
        try narrator.promote(
            from: staging,
            Order(stage: prod, actor: ana, reason: "faster settlement, with its pool size")
        )
        try narrator.at("2026-10-16T16:00")
        try narrator.mark(prod, version: 8, .good, by: onCall, reason: "quiet day, settlement in 40 s")
    }
}
