import LedgerDomain
import LedgerTesting
import LedgerValues

/// The stack `shop` from Monday to Sunday: three stages, four images, one failure, one change by hand.
struct FirstWeek: Story {
    let name = "first-week"

    private let mara = "github:mara"
    private let jon = "github:jon"
    private let dev: StageID = "shop/dev"
    private let staging: StageID = "shop/staging"
    private let prod: StageID = "shop/prod"

    func tell(_ narrator: Narrator) throws {
        let catalogue = try monday(narrator)
        try tuesday(narrator, catalogue)
        let basket = try wednesday(narrator)
        let checkout = try thursday(narrator)
        try friday(narrator, changedByHand: basket)
        try weekend(narrator, newest: checkout)
    }

    /// The stack is made; the first image goes to dev and staging.
    private func monday(_ narrator: Narrator) throws -> Build {
        try narrator.at("2026-10-05T09:02")
        try narrator.createStack("shop", by: mara, description: "The web shop")
        for stage in [dev, staging, prod] {
            narrator.wait(seconds: 20)
            try narrator.addStage(service(stage), by: mara)
        }
        try narrator.at("2026-10-05T10:40")
        let catalogue = try narrator.build("shop", number: 1)
        try narrator.observeDeployment(of: catalogue, to: dev, by: pipeline)
        try narrator.at("2026-10-05T14:10")
        try narrator.deploy(catalogue, Order(stage: staging, actor: mara, reason: "first release to try"))
        return catalogue
    }

    private func service(_ stage: StageID) -> Service {
        let isProd = stage == prod
        var service = Service(
            stage: stage,
            region: "eu-west-1",
            cluster: isProd ? "prod" : "test",
            container: "api",
            repository: "shop/api"
        )
        service.environment = [
            ("LOG_LEVEL", isProd ? "warn" : "debug"),
            ("DATABASE_HOST", "shop-\(stage.stage.rawValue).cluster-cx3p.eu-west-1.rds.amazonaws.com"),
            ("PAYMENT_TIMEOUT_MS", "5000"),
        ]
        service.secrets = ["DATABASE_PASSWORD"]
        service.hasCollector = isProd
        return service
    }

    private var pipeline: String { "arn:aws:iam::\(Narrator.account):role/shop-pipeline" }

    /// The first release to prod, and a commit that does not compile.
    private func tuesday(_ narrator: Narrator, _ catalogue: Build) throws {
        try narrator.at("2026-10-06T08:30")
        try narrator.promote(
            from: staging,
            Order(stage: prod, actor: mara, reason: "the shop opens at ten", update: { .successAfterThrottling($0) })
        )
        try narrator.at("2026-10-06T15:21")
        try narrator.failBuild("shop", number: 2, phase: "BUILD", message: "basket.test.ts: 3 of 118 tests failed")
        try narrator.at("2026-10-06T16:05")
        let basket = try narrator.build("shop", number: 3)
        try narrator.observeDeployment(of: basket, to: dev, by: pipeline)
        try narrator.at("2026-10-06T16:40")
        try narrator.deploy(basket, Order(stage: staging, actor: jon, reason: "basket"))
    }

    /// The basket goes to prod; late in the evening Jon changes prod in the console, and the ledger hears nothing of it.
    private func wednesday(_ narrator: Narrator) throws -> Build {
        try narrator.at("2026-10-07T09:15")
        try narrator.promote(from: staging, Order(stage: prod, actor: jon, reason: "basket, tried since yesterday"))
        return try narrator.release(prod).build
    }

    /// A release that fails for want of a secret, and the one that brings it.
    private func thursday(_ narrator: Narrator) throws -> Build {
        try narrator.at("2026-10-08T10:12")
        let first = try narrator.build("shop", number: 4)
        try narrator.observeDeployment(of: first, to: dev, by: pipeline)
        try narrator.at("2026-10-08T11:03")
        try narrator.deploy(
            first,
            Order(
                stage: staging,
                actor: jon,
                reason: "checkout",
                seconds: 600,
                ending: .failed(
                    code: "SERVICE_DEPLOYMENT_FAILED",
                    message: "tasks failed to start: api exited with 1: PAYMENT_KEY is not set"
                )
            )
        )
        try narrator.at("2026-10-08T14:47")
        narrator.services[staging]?.secrets.append("PAYMENT_KEY")
        narrator.services[prod]?.secrets.append("PAYMENT_KEY")
        let checkout = try narrator.build("shop", number: 5)
        try narrator.scan(checkout, findings: ["MEDIUM": 2, "LOW": 7])
        try narrator.observeDeployment(of: checkout, to: dev, by: pipeline)
        try narrator.at("2026-10-08T15:30")
        try narrator.deploy(checkout, Order(stage: staging, actor: jon, reason: "checkout, now with its key"))
        return checkout
    }

    /// Wednesday's change by hand is found and imported; the checkout goes to prod, then its timeout is raised.
    private func friday(_ narrator: Narrator, changedByHand basket: Build) throws {
        try narrator.at("2026-10-09T08:40")
        let secrets = narrator.services[prod]?.secrets
        narrator.services[prod]?.secrets = ["DATABASE_PASSWORD"]
        narrator.services[prod]?.set("PAYMENT_TIMEOUT_MS", to: "9000")
        let user = "arn:aws:iam::\(Narrator.account):user/jon"
        try narrator.observeDeployment(of: basket, to: prod, by: user, at: "2026-10-07T21:47:12Z", seconds: 138)
        narrator.services[prod]?.secrets = secrets ?? []
        narrator.services[prod]?.set("PAYMENT_TIMEOUT_MS", to: "5000")

        try narrator.at("2026-10-09T09:10")
        try narrator.promote(from: staging, Order(stage: prod, actor: mara, reason: "checkout"))
        try narrator.at("2026-10-09T11:20")
        try narrator.configure(
            Order(
                stage: prod,
                actor: jon,
                reason: "the bank is slow at noon; what was done by hand on Wednesday was lost",
                changes: ["environment": [["name": "PAYMENT_TIMEOUT_MS", "value": "9000"]], "memory": "2048"]
            )
        ) { service in
            service.set("PAYMENT_TIMEOUT_MS", to: "9000")
            service.memory = "2048"
        }
    }

    /// More tasks for the Saturday, fewer on Sunday evening.
    private func weekend(_ narrator: Narrator, newest: Build) throws {
        try narrator.at("2026-10-10T07:55")
        try narrator.scale(to: 6, Order(stage: prod, actor: mara, reason: "newsletter goes out at nine", seconds: 70))
        try narrator.at("2026-10-11T19:30")
        try narrator.scale(to: 3, Order(stage: prod, actor: mara, reason: "back to normal", seconds: 40))
    }
}
