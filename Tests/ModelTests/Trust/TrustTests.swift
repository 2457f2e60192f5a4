import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

@testable import LedgerOperations

/// What somebody brings in who does not have the ledger's key: by `record`, `replay`, `restore`, `ingest`, or straight into
/// the file.
///
/// Such an event may change what the log says, and so what an act does. But each call that is sent is one that an act has
/// asked for, and has written down with the key; it goes to the place that the stage has in the log; and a revision is
/// registered only with a body that AWS showed, or that a person was shown.
struct `An event that the ledger did not write` {
    /// Under `FULL=1` everything with everything.
    @Test(arguments: Entrance.allCases)
    func `causes no call, whatever is done next`(entrance: Entrance) async throws {
        for (number, type) in EventType.allCases.enumerated() where entrance.takes(number) {
            for isOpen in Thoroughness.isFull ? [false, true] : [(number / 2).isMultiple(of: 2)] {
                let life = try await StageLife.forged(type, through: entrance, while: isOpen)
                for act in Self.acts(number) { try await life.check(act, "\(type.rawValue) by \(entrance), \(act)") }
            }
        }
    }

    private static func acts(_ number: Int) -> [PersonsAct] {
        let all = PersonsAct.allCases
        guard !Thoroughness.isFull else { return all + [.recover, .deploy, .rollback, .rollback] }
        return [.recover, all[number % all.count], .rollback]
    }

    @Test(arguments: Entrance.allCases)
    func `comes in through this entrance`(entrance: Entrance) async throws {
        let life = try StageLife(seed: .random(in: 0..<1 << 32))
        try life.addFirstStage()
        let before = try Ledger(life.directory, for: .reading).log().head().size
        try await life.bringIn(.deployment(.succeeded), through: entrance)
        let after = try Ledger(life.directory, for: .reading).log().head().size
        #expect(after >= before + (entrance == .ingest ? 3 : 6), "\(entrance): \(life.diary)")
    }
}

extension Entrance {
    /// Whether the gate brings a type in here: what `replay`, `restore` and the file take, they keep as it is.
    fileprivate func takes(_ number: Int) -> Bool {
        guard !Thoroughness.isFull else { return true }
        return switch self {
        case .record, .ingest: true
        case .replay: number % 3 == 0
        case .restore: number % 3 == 1
        case .file: number % 3 == 2
        }
    }
}

extension StageLife {
    /// A life with a deployment of its own, or with one more that waits for approval, and then with a forged event.
    fileprivate static func forged(
        _ type: EventType,
        through entrance: Entrance,
        while isOpen: Bool
    ) async throws -> StageLife {
        let life = try StageLife(seed: .random(in: 0..<1 << 32))
        try life.addFirstStage()
        #expect(await life.act(.deploy).isEmpty)
        if isOpen {
            try life.requireApproval()
            #expect(await life.act(.deploy).isEmpty)
        }
        let audit = CallAudit(life)
        try await life.bringIn(type, through: entrance)
        #expect(try audit.faults(mayCall: false, shown: []) == [])
        // Its body is only in the log then.
        life.aws.with { $0.definitions.deregister(1) }
        return life
    }

    fileprivate func check(_ act: PersonsAct, _ name: String) async throws {
        let audit = CallAudit(self)
        let shown = await self.act(act)
        let faults = try audit.faults(mayCall: act.mayCall, shown: shown)
        #expect(faults == [], "\(name): \(diary.joined(separator: "\n  "))")
    }

    /// A stage before this one, of another service.
    fileprivate func addFirstStage() throws {
        let added = StageAdded(
            id: "shop/dev",
            placement: .first,
            account: MemoryWorld.account,
            region: MemoryWorld.region,
            target: .ecs(cluster: "dev", service: "shop", family: "shop-dev", container: "shop"),
            approval: .automatic,
            settings: [:]
        )
        let ledger = Ledger(directory, for: .writing, clock: clock)
        try ledger.record(EventBatch(.stage(.added(added)), in: .stage("shop/dev")), by: "ada")
    }

    fileprivate func requireApproval() throws {
        let ledger = Ledger(directory, for: .writing, clock: clock)
        let changed = EventBatch(.stage(.changed), of: id, ["approval": "manual"])
        try ledger.record(changed, by: "ada")
    }
}
