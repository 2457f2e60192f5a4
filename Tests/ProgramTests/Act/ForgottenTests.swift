import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A deployment that the service shows no more` {
    /// `v1` runs.
    private func place() throws -> EmulatedStage {
        let place = try EmulatedStage()
        try place.deploy("v1")
        return place
    }

    /// Somebody else gives the service another revision, and ECS brings it out.
    private func replace(_ place: EmulatedStage, with number: Int, looks: Int) throws {
        let service = ["--cluster", "main", "--service", place.name]
        let words = service + ["--task-definition", "\(place.name):\(number)"]
        _ = try place.emulator.cli(["ecs", "update-service"] + words)
        for _ in 0..<looks { _ = try place.running() }
    }

    private static let deploy = ["deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s"]
    private static let restart = ["restart", "shop/dev", "--poll", "0s"]

    @Test(arguments: [deploy, restart])
    func `was rolled back where ECS remembers that`(_ words: [String]) throws {
        let place = try place()
        try place.rollout(ends: "FORGOTTEN", afterLooks: 2)
        let answer = try place.sandbox.run(words, environment: place.environment)
        #expect(answer.status == 7 && answer.error.contains("circuit breaker"), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "rolledBack"])
        #expect(try place.sandbox.column("rolledBackTo", of: "history", "shop/dev").first == 1)
    }

    @Test(arguments: [deploy, restart])
    func `has succeeded where ECS remembers that, whoever came after it`(_ words: [String]) throws {
        let place = try place()
        try place.sandbox.run(words + ["--no-wait"], environment: place.environment).expectSuccess()
        _ = try place.running()
        try replace(place, with: 1, looks: 1)
        try place.succeed("wait", "shop/dev", "--poll", "0s")
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
    }

    @Test(arguments: [deploy, restart])
    func `is cancelled where another took its place before it was done`(_ words: [String]) throws {
        let place = try place()
        try place.rollout(afterLooks: 2)
        try place.sandbox.run(words + ["--no-wait"], environment: place.environment).expectSuccess()
        try replace(place, with: 1, looks: 2)
        let answer = try place.run("wait", "shop/dev", "--poll", "0s")
        #expect(answer.status == 5, "\(answer.error)")
        #expect(
            try place.sandbox.column("message", of: "history", "shop/dev").first?.string
                == "replaced by \(place.name):1"
        )
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
    }

    @Test func `is told by what the service runs where ECS may not be asked`() throws {
        let place = try place()
        try place.rollout(ends: "FORGOTTEN", afterLooks: 2)
        try place.meet("ListServiceDeployments", Array(repeating: "denied", count: 20))
        let answer = try place.sandbox.run(Self.deploy, environment: place.environment)
        let again = "\(place.name) runs \(place.name):2 again"
        #expect(answer.status == 7 && answer.error.contains(again), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "rolledBack"])
    }

    /// That what ran before runs again says nothing of a restart.
    @Test func `is cancelled, not rolled back, where it was a restart and ECS may not be asked`() throws {
        let place = try place()
        try place.rollout(ends: "FORGOTTEN", afterLooks: 2)
        try place.meet("ListServiceDeployments", Array(repeating: "denied", count: 20))
        let answer = try place.sandbox.run(Self.restart, environment: place.environment)
        #expect(answer.status == 5, "\(answer.error)")
        #expect(
            try place.sandbox.column("message", of: "history", "shop/dev").first?.string
                == "replaced by \(place.name):2"
        )
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
    }

    @Test func `is asked for again where ECS gives no answer`() throws {
        let place = try place()
        try place.rollout(ends: "FORGOTTEN", afterLooks: 2)
        // More often than one read is tried by itself.
        try place.meet("ListServiceDeployments", Array(repeating: "throttle", count: 5))
        let answer = try place.sandbox.run(Self.deploy, environment: place.environment)
        #expect(answer.status == 7 && answer.error.contains("circuit breaker"), "\(answer.error)")
    }
}

extension Answer {
    fileprivate func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(status == 0, "\(error)", sourceLocation: sourceLocation)
    }
}
