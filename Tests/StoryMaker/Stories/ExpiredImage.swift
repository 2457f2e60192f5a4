import LedgerDomain
import LedgerTesting

/// The stack `mail`: images and revisions that AWS no longer has, and what that means for a rollback.
struct ExpiredImage: Story {
    let name = "expired-image"

    private let lea = "github:lea"
    private let staging: StageID = "mail/staging"
    private let prod: StageID = "mail/prod"
    private let pipeline = "arn:aws:iam::\(Narrator.account):role/mail-pipeline"
    private let script = "arn:aws:iam::\(Narrator.account):user/deploy-script"
    private let jon = "arn:aws:iam::\(Narrator.account):user/jon"

    func tell(_ narrator: Narrator) throws {
        let oldest = try begin(narrator)
        let tagged = try deployByTag(narrator)
        try release(narrator, after: tagged)
        try cleanUp(narrator, oldest)
        try goBack(narrator)
    }

    private func service(_ stage: StageID) -> Service {
        var service = Service(
            stage: stage,
            region: "eu-west-1",
            cluster: stage == prod ? "prod" : "test",
            container: "worker",
            repository: "mail/worker"
        )
        service.cpu = "256"
        service.memory = "512"
        service.environment = [("SMTP_HOST", "email-smtp.eu-west-1.amazonaws.com"), ("BATCH", "50")]
        service.secrets = ["SMTP_PASSWORD"]
        return service
    }

    private func build(_ number: Int, _ narrator: Narrator, alsoTagged tags: [String] = ["main"]) throws -> Build {
        let build = try narrator.build("mail", number: number, repository: "mail/worker", alsoTagged: tags)
        try narrator.observeDeployment(of: build, to: staging, by: pipeline)
        return build
    }

    /// Two releases to prod: v1 and v2.
    private func begin(_ narrator: Narrator) throws -> Build {
        try narrator.at("2026-10-26T09:00")
        try narrator.createStack("mail", by: lea, description: "Sends what the shop writes")
        try narrator.addStage(service(staging), by: lea)
        try narrator.addStage(service(prod), by: lea)
        let oldest = try build(7, narrator)
        try narrator.at("2026-10-26T13:00")
        try narrator.promote(from: staging, Order(stage: prod, actor: lea, reason: "first release"))
        try narrator.at("2026-10-27T10:15")
        _ = try build(8, narrator)
        try narrator.at("2026-10-27T14:00")
        try narrator.promote(from: staging, Order(stage: prod, actor: lea, reason: "retries with a delay"))
        return oldest
    }

    /// An old script deploys v3 by tag, not by digest.
    private func deployByTag(_ narrator: Narrator) throws -> Build {
        try narrator.at("2026-10-28T09:40")
        let build = try build(9, narrator, alsoTagged: ["main", "stable"])
        try narrator.at("2026-10-28T22:05")
        let image = "\(Narrator.account).dkr.ecr.eu-west-1.amazonaws.com/mail/worker:stable"
        try narrator.observeDeployment(of: build, to: prod, by: script, image: image)
        return build
    }

    /// v4 and v5; the tag that v3 names moves on.
    private func release(_ narrator: Narrator, after tagged: Build) throws {
        try narrator.at("2026-10-30T09:30")
        let newer = try build(10, narrator)
        try narrator.tag(newer, as: "stable", before: tagged, by: .ci("mail-ci", "build-10"), region: "eu-west-1")
        try narrator.at("2026-10-30T11:00")
        try narrator.promote(from: staging, Order(stage: prod, actor: lea, reason: "attachments"))
        try narrator.at("2026-11-02T10:00")
        _ = try build(11, narrator)
        try narrator.at("2026-11-02T13:45")
        try narrator.promote(from: staging, Order(stage: prod, actor: lea, reason: "unsubscribe header"))
    }

    /// A lifecycle rule keeps four images; Jon tidies up revisions and deletes an image by hand.
    private func cleanUp(_ narrator: Narrator, _ oldest: Build) throws {
        try narrator.at("2026-11-03T02:14")
        try narrator.delete(oldest, why: .lifecycle)
        try narrator.at("2026-11-03T16:20")
        try narrator.deregister("mail-prod:2", of: prod, by: jon)
        try narrator.deregister("mail-prod:4", of: prod, by: jon)
        try narrator.at("2026-11-03T16:31")
        try narrator.delete(try narrator.release(prod, version: 4).build, why: .manual)
    }

    /// v5 is bad, and v4 has no image any more: v6 is v3 again, registered anew with the digest in place of the tag.
    private func goBack(_ narrator: Narrator) throws {
        try narrator.at("2026-11-04T08:20")
        try narrator.mark(prod, version: 5, .bad, by: lea, reason: "unsubscribe links lead nowhere")
        try narrator.at("2026-11-04T08:24")
        try narrator.rollbackRegisteringAgain(
            to: 3,
            Order(stage: prod, actor: lea, reason: "unsubscribe links lead nowhere", seconds: 60)
        )
        try narrator.at("2026-11-05T09:05")
        _ = try build(12, narrator)
    }
}
