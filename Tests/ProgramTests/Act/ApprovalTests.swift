import Foundation
import LedgerTesting
import LedgerValues
import Testing

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A stage with approval` {
    @Test func `waits, and goes on when it is approved`() throws {
        let place = try EmulatedStage(approval: "manual")
        let asked = try place.deploy("v1")
        #expect(asked.output == "shop/dev@v1 waits for approval: stackledger approve shop/dev\n")
        #expect(try place.writes() == [])
        let approved = try place.succeed("approve", "shop/dev", "-m", "go", "--poll", "0s")
        #expect(approved.output.hasPrefix("shop/dev@v1 runs \(place.name):2"))
        #expect(try place.outcomes() == ["succeeded"])
        let again = try place.run("approve", "shop/dev")
        #expect(again.status != 0)
    }

    /// The environment of another AWS user.
    private func user(_ place: EmulatedStage) throws -> [String: String] {
        let name = "ben-\(UUID().uuidString.prefix(8))"
        _ = try place.emulator.cli(["iam", "create-user", "--user-name", name])
        let key = try place.emulator.cli(["iam", "create-access-key", "--user-name", name])["AccessKey"]
        var environment = place.environment
        environment["AWS_ACCESS_KEY_ID"] = try #require(key?["AccessKeyId"]?.string)
        environment["AWS_SECRET_ACCESS_KEY"] = key?["SecretAccessKey"]?.string
        return environment
    }

    @Test func `may ask for an approval by somebody else, whatever name the one who asked takes`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.sandbox.succeed("stage", "change", "shop/dev", "--not-requester")
        try place.deploy("v1")
        let words = ["approve", "shop/dev", "--poll", "0s"]
        for more in [[], ["--actor", "ben"], ["--dry-run"]] {
            try place.sandbox.refuse(
                words + more,
                environment: place.environment,
                with: 4,
                "you asked for shop/dev@v1, and somebody else has to approve it"
            )
        }
        let approved = try place.sandbox.run(words, environment: try user(place))
        #expect(approved.status == 0, "\(approved.error)")
        #expect(try place.sandbox.column("selfApproved", of: "history", "shop/dev").first == 0)
    }

    @Test func `may ask for several people`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.sandbox.succeed("stage", "change", "shop/dev", "--approvers", "2")
        try place.deploy("v1")
        let words = ["approve", "shop/dev", "--poll", "0s"]
        let first = try place.sandbox.run(words, environment: place.environment)
        #expect(first.status == 0 && first.output.contains("waits for approval"), "\(first.output)\(first.error)")
        #expect(try place.writes() == [])
        for again in [words, words + ["--dry-run"]] {
            try place.sandbox.refuse(again, environment: place.environment, with: 4, "you have approved shop/dev@v1")
        }
        let second = try place.sandbox.run(words, environment: try user(place))
        #expect(second.status == 0, "\(second.error)")
        #expect(try place.outcomes() == ["succeeded"])
        let approved = try place.sandbox.column("approvedBy", of: "history", "shop/dev").first?.string ?? ""
        #expect(approved.contains(", arn:aws:iam::123456789012:user/ben-"), "\(approved)")
        #expect(try place.sandbox.column("selfApproved", of: "history", "shop/dev").first == 1)
    }

    @Test func `goes on though who approved was killed`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.deploy("v1")
        try place.meet("UpdateService", "holdAfter")
        let approving = try place.start("approve", "shop/dev")
        try place.waitForHeld()
        approving.signal(SIGKILL)
        _ = approving.answer()
        try place.succeed("recover", "--poll", "0s")
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `is decided on only for the version that is expected, and once under a key`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.deploy("v1")
        for words in [["approve", "shop/dev"], ["reject", "shop/dev", "-m", "no"]] {
            let unexpected = "shop/dev is at v1, v2 was expected"
            try place.sandbox.refuse(
                words + ["--expect", "v2"],
                environment: place.environment,
                with: 5,
                unexpected
            )
        }
        let approval = ["approve", "shop/dev", "--expect", "v1", "--idempotency-key", "k", "--poll", "0s"]
        let answers = try (0..<2).map { _ in try place.sandbox.run(approval, environment: place.environment) }
        #expect(answers.map(\.status) == [0, 0] && answers[0].output == answers[1].output, "\(answers[1].error)")
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `shows what an approval would append, and appends nothing`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.deploy("v1")
        let size = try place.sandbox.checkedSize()
        let unexpected = ["approve", "shop/dev", "--dry-run", "--expect", "v2"]
        try place.sandbox.refuse(unexpected, environment: place.environment, with: 5, "v2 was expected")
        let answer = try place.succeed("approve", "shop/dev", "--dry-run")
        #expect(answer.output.contains("would append  deployment.approved.v1"), "\(answer.output)")
        #expect(answer.output.contains("would call    ecs UpdateService"), "\(answer.output)")
        #expect(try place.sandbox.checkedSize() == size)
    }

    @Test func `is approved for others, who carry it through themselves`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.sandbox.record([Event.request("shop/dev", image: "a")])
        let approved = try place.sandbox.run(["approve", "shop/dev", "-m", "go"])
        #expect(approved.status == 0 && approved.output == "Approved on shop/dev.\n", "\(approved.error)")
        let words = ["recover", "shop/dev"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "shop/dev@v1 is carried out elsewhere")
        try place.succeed("recover")
        #expect(try place.writes() == [])
        try place.sandbox.refuse(["approve", "shop/dev", "--expect", "v2"], with: 5, "v2 was expected")
        try place.sandbox.record([Event.deployment("started", "shop/dev"), Event.deployment("succeeded", "shop/dev")])
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `is not deployed to when it is rejected`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.deploy("v1")
        try place.sandbox.succeed("reject", "shop/dev", "-m", "not now")
        let waited = try place.run("wait", "shop/dev")
        #expect(waited.status == 4 && waited.error.contains("rejected"), "\(waited.error)")
        #expect(try place.writes() == [])
        #expect(try place.outcomes() == ["rejected"])
    }

    @Test func `is waited for, and is left alone by what only goes on`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.deploy("v1")
        let recovered = try place.succeed("recover", "--poll", "0s")
        #expect(recovered.output.contains("waits for approval"))
        let over = try place.sandbox.run(["wait", "shop/dev", "--timeout", "1s"])
        #expect(over.status == 8 && over.error.contains("waits for approval"), "\(over.error)")
        let other = try place.run("deploy", "shop/dev", "--image", "shop:v2")
        #expect(other.status == 5 && other.errorLines.count == 1, "\(other.error)")

        let waiting = try place.start("wait", "shop/dev", "--poll", "0s")
        try place.succeed("approve", "shop/dev", "--poll", "0s")
        #expect(waiting.answer().status == 0)
        #expect(try place.outcomes() == ["succeeded"])
    }
}
