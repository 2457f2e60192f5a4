import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import Testing
import LedgerValues

/// A stretch of time in which nothing happened: what another program saw run then, and how far the ledger was.
private struct Moment {
    let name: String
    /// Its first and its last instant, RFC 3339 with microseconds.
    let times: [String]
    /// The ledger's newest event.
    let position: Int
    /// How many deployments there were, and whether the newest was under way.
    let deployments: Int
    let isOpen: Bool
    /// What the service ran, or ran still; nil before the ledger knew anything of it.
    let revision, image: JSONValue

    init(_ name: String, of place: EmulatedStage, deployments: Int, isOpen: Bool = false) throws {
        (self.name, self.deployments, self.isOpen) = (name, deployments, isOpen)
        let first = Self.now
        let ran = try place.ran()
        (revision, image) = deployments == 0 ? (.null, .null) : (.string(ran.revision), .string(ran.image))
        times = [first, Self.now]
        position = try place.sandbox.log().head().size
    }

    private static var now: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000).description
    }

    /// That the ledger tells the same of it, asked in this way.
    func check(
        _ place: EmulatedStage,
        at when: String,
        _ more: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let words = ["status", "shop/dev", "--at", when, "-o", "json"] + more
        let answer = try place.sandbox.run(words)
        let row = try JSONReader.value(answer.bytes).array?.first
        let open = isOpen ? JSONValue.integer(Int64(deployments)) : .null
        let asked = Comment(rawValue: "\(name), asked with \(words)")
        #expect(row?["runningRevision"] == revision, asked, sourceLocation: sourceLocation)
        #expect(row?["runningImage"] == image, asked, sourceLocation: sourceLocation)
        #expect(row?["openVersion"] == open, asked, sourceLocation: sourceLocation)
        let history = try place.sandbox.column("version", of: "history", "shop/dev", "--at", when)
        #expect(history.count { $0 != 0 } == deployments, asked, sourceLocation: sourceLocation)
    }
}

extension EmulatedStage {
    /// What the service runs, or runs still while it is brought something else, as another program sees it.
    fileprivate func ran() throws -> (revision: String, image: String) {
        let told = try emulator.cli("ecs", "describe-services", "--cluster", "main", "--services", name)
        let deployments = told["services"]?.array?.first?["deployments"]?.array ?? []
        let settled = deployments.first { $0["rolloutState"] == "COMPLETED" }?["taskDefinition"]?.string
        let revision = try #require(settled?.split(separator: "/").last.map(String.init))
        let container = try definition(revision)?["containerDefinitions"]?.array?.first
        return (revision, container?["image"]?.string ?? "")
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A day of a stage` {
    @Test func `is told, whenever one asks, as another program saw it then`() throws {
        let place = try EmulatedStage()
        let moments = try spend(day: place)
        // What ran is not the same all day, or nothing would be shown by this.
        #expect(Set(moments.map(\.revision.string)).count == 3)
        for moment in moments {
            for time in moment.times {
                if moment.deployments > 0 {
                    try moment.check(place, at: time)
                } else {
                    // What ran then is known by now.
                    #expect(try place.sandbox.column("runningVersion", of: "status", "shop/dev", "--at", time) == [0])
                }
            }
            try moment.check(place, at: moment.times[0], "--as-known")
            try moment.check(place, at: "#\(moment.position)")
            guard moment.deployments > 0, !moment.isOpen else { continue }
            try moment.check(place, at: "shop/dev@v\(moment.deployments)")
        }
    }

    private func spend(day place: EmulatedStage) throws -> [Moment] {
        var moments = [try Moment("before anything", of: place, deployments: 0)]
        try place.deploy("v1")
        moments.append(try Moment("a deployment", of: place, deployments: 1))
        try place.deploy("v2")
        moments.append(try Moment("another one", of: place, deployments: 2))
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        moments.append(try Moment("a rollback", of: place, deployments: 3))
        try place.succeed("scale", "shop/dev", "--desired", "4", "--poll", "0s")
        moments.append(try Moment("more tasks", of: place, deployments: 4))
        try place.rollout(ends: "FAILED", afterLooks: 100_000)
        try place.deploy("v3", "--no-wait")
        moments.append(try Moment("a deployment under way", of: place, deployments: 5, isOpen: true))
        try place.rollout(ends: "FAILED")
        #expect(try place.run("wait", "shop/dev", "--poll", "0s").status == 7)
        moments.append(try Moment("what AWS took back", of: place, deployments: 5))
        try place.rollout()
        try place.succeed("restart", "shop/dev", "--poll", "0s")
        return moments + [try Moment("a restart", of: place, deployments: 6)]
    }
}
