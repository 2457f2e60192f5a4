import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A call that nobody can tell of` {
    /// An update whose answer was lost, and somebody else's update after it.
    private func doubtful() throws -> (place: EmulatedStage, action: String) {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.kill(["deploy", "shop/dev", "--image", "shop:v2"], at: "UpdateService", "holdAfter")
        _ = try place.emulator.cli(
            "ecs",
            "update-service",
            "--cluster",
            "main",
            "--service",
            place.name,
            "--task-definition",
            "\(place.name):1"
        )
        // Otherwise ECS tells that it was carried out.
        try place.meet("ListServiceDeployments", Array(repeating: "denied", count: 6))
        let answer = try place.run("recover", "shop/dev", "--poll", "0s")
        #expect(answer.status == 9 && answer.error.contains("stackledger resolve"), "\(answer.error)")
        let ids = try place.sandbox.column("action", of: "actions", "--in-doubt").compactMap(\.string)
        #expect(ids.count == 1)
        return (place, ids.first ?? "")
    }

    @Test func `stops the next deployment, until somebody says that it was not carried out`() throws {
        let (place, action) = try doubtful()
        let next = try place.run("deploy", "shop/dev", "--image", "shop:v3")
        #expect(next.status == 9, "\(next.error)")
        #expect(try place.requests("UpdateService").count == 3)
        try place.sandbox.succeed("resolve", action, "--absent", "-m", "not in the console")
        try place.deploy("v3")
        // What somebody else brought back meanwhile is a deployment, too.
        #expect(try place.outcomes() == ["succeeded", "failed", "succeeded", "succeeded"])
        #expect(try place.running() == "\(place.name):4")
    }

    @Test(arguments: ["--absent", "--landed"])
    func `stops a rollback too, which says how to go on`(_ verdict: String) throws {
        let (place, action) = try doubtful()
        try place.meet("ListServiceDeployments", Array(repeating: "denied", count: 20))
        let (first, sent) = (try place.run("rollback", "shop/dev", "v1", "--poll", "0s"), try place.writes())
        #expect(first.status == 9 && first.error.contains("the outcome of UpdateService of shop/dev@v2 is unknown"))
        #expect(first.error.contains("stackledger resolve \(action) --landed|--absent"), "\(first.error)")
        try place.sandbox.succeed("resolve", action, verdict, "-m", "seen in the console")
        let back = try place.run("rollback", "shop/dev", "v1", "--poll", "0s")
        #expect(back.status == 0, "\(back.error)")
        #expect(try place.writes() == sent + ["UpdateService"])
        #expect(try place.running() == "\(place.name):2")
    }

    @Test func `may be a registration, of which nobody can say that it landed without its revision`() throws {
        let place = try EmulatedStage()
        try place.meet("RegisterTaskDefinition", "lost")
        try place.meet("ListTaskDefinitions", Array(repeating: "denied", count: 3))
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s")
        #expect(answer.status == 9, "\(answer.error)")
        let action = try place.sandbox.column("action", of: "actions", "--in-doubt").first?.string ?? ""
        let landed = ["resolve", action, "--landed", "-m", "seen"]
        try place.sandbox.refuse(landed, with: 4, "not known which revision the deployment registered")
        try place.succeed("recover", "shop/dev", "--poll", "0s")
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `is resumed when it was carried out`() throws {
        let (place, action) = try doubtful()
        try place.sandbox.succeed("resolve", action, "--landed", "-m", "seen in the console")
        let answer = try place.run("recover", "shop/dev", "--poll", "0s")
        #expect(answer.status == 5 && answer.error.contains("shop/dev@v2 was cancelled"), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
        #expect(try place.running() == "\(place.name):1")
    }
}
