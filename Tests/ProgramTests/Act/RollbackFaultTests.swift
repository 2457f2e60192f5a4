import LedgerDomain
import LedgerTesting
import Testing

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A rollback with mishaps` {
    /// Two deployments; the second is rolled back, for which the first's revision has to be registered again.
    private func deployed(isInactive: Bool) throws -> EmulatedStage {
        let place = try EmulatedStage()
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        if isInactive {
            _ = try place.emulator.cli("ecs", "deregister-task-definition", "--task-definition", "\(place.name):2")
        }
        return place
    }

    @Test(
        arguments: Thoroughness.pairs(
            [
                ("RegisterTaskDefinition", true), ("UpdateService", true), ("UpdateService", false),
                ("DescribeServices", true), ("DescribeServices", false),
            ],
            ["holdBefore", "holdAfter"]
        )
    )
    func `is resumed after it was killed, and after those that resumed it were`(
        _ point: (operation: String, isInactive: Bool),
        _ fate: String
    ) throws {
        let place = try deployed(isInactive: point.isInactive)
        let before = try place.writes().count
        if point.operation == "DescribeServices" { try place.meet(point.operation, "none") }
        try place.meet(point.operation, fate)
        try place.start("rollback", "shop/dev", "--poll", "0s").die(atHeld: place)
        let read = point.operation == "RegisterTaskDefinition" ? "ListTaskDefinitions" : "DescribeServices"
        try place.meet(read, "holdBefore")
        try place.start("recover", "shop/dev").die(atHeld: place, 2)
        try place.succeed("recover", "--poll", "0s")
        let writes = point.isInactive ? ["RegisterTaskDefinition", "UpdateService"] : ["UpdateService"]
        #expect(Array(try place.writes().dropFirst(before)) == writes)
        #expect(try place.running() == "\(place.name):\(point.isInactive ? 4 : 2)")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test func `is resumed once by two at once`() throws {
        let place = try deployed(isInactive: true)
        try place.meet("RegisterTaskDefinition", "holdAfter")
        try place.start("rollback", "shop/dev").die(atHeld: place)
        let programs = try (0..<2).map { _ in try place.start("recover", "shop/dev", "--poll", "1s") }
        let statuses = Set(programs.map { $0.answer().status })
        #expect(statuses.contains(0) && statuses.isSubset(of: [0, 5]))
        #expect(try place.requests("RegisterTaskDefinition").count == 3)
        #expect(try place.requests("UpdateService").count == 3)
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }
}
