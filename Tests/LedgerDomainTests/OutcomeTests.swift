import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing

struct `An outcome` {
    private static let yielding: [Outcome: Set<Outcome>] = [
        .superseded: [.succeeded, .failed, .rolledBack],
        .failed: [.rolledBack],
    ]

    @Test(arguments: Outcome.allCases, Outcome.allCases)
    func `stands, unless AWS knows better`(first: Outcome, later: Outcome) {
        #expect(first.yields(to: later) == Self.yielding[first, default: []].contains(later))
    }

    @Test func `is the first that happened of two of the same kind`() {
        let pairs = Outcome.allCases.flatMap { first in
            Outcome.allCases.filter { first.yields(toEarlier: $0) }.map { "\(first) \($0)" }
        }
        #expect(pairs == ["succeeded succeeded", "failed succeeded", "rolledBack rolledBack", "superseded superseded"])
    }

    @Test(arguments: Outcome.allCases, Outcome.allCases)
    func `is the phase of its deployment`(first: Outcome, later: Outcome) throws {
        var stage = Stage()
        let events: [DeploymentEvent] = [
            .requested(DeploymentRequest(kind: .deploy)), .example(of: first), .example(of: later),
        ]
        for event in events { stage.evolve(.deployment("d-1", version: 1, event), at: "2026-11-03T10:00:00Z") }
        let phase = try #require(stage.deployments.first).phase
        #expect(phase == .ended(first.yields(to: later) ? later : first))
    }
}
