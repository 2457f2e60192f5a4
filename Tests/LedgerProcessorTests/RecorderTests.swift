import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Testing
import LedgerValues

struct `A proposal` {
    @Test func `gets what it leaves out`() throws {
        let harness = try RecordingHarness.withShop()
        let recorded = try harness.record(
            .deployment("requested", ["kind": "deploy"]),
            .deployment("started"),
            .deployment("succeeded")
        )
        #expect(recorded.map(\.data["version"]) == [1, 1, 1])
        #expect(Set(recorded.map(\.data["deployment"])).count == 1)
        #expect(recorded.map(\.position) == [4, 5, 6])
    }

    @Test func `of a deployment shares its correlation, and follows from the one before`() throws {
        let harness = try RecordingHarness.withShop()
        try harness.record(.deployment("requested", ["kind": "deploy"]), .deployment("started"))
        try harness.record(.deployment("succeeded"))
        let records = try harness.log.records(after: 3, limit: 9).map { try $0.read() }
        #expect(Set(records.map(\.correlationID)).count == 1)
        #expect(records.map(\.causationID) == [records[0].id, records[0].id, records[1].id])
    }

    @Test func `names an earlier deployment by its version`() throws {
        let harness = try RecordingHarness.withShop()
        for _ in 1...2 { try harness.record(.deployment("requested", ["kind": "deploy"]), .deployment("succeeded")) }
        let marked = try harness.record(.deployment("marked", ["version": 1, "mark": "bad", "reason": "slow"]))
        let first = try harness.log.records(after: 3, limit: 1)[0].read()
        #expect(marked.first?.data["deployment"] == first.data["deployment"])
    }

    @Test func `has its environment sealed, and its revision named in full`() throws {
        let harness = try RecordingHarness.withShop()
        let data = try #require(try harness.record(.revision(7, secret: "canary")).first).data
        #expect(data["revision"] == "shop:7")
        #expect(data["fingerprint"]?.string?.count == 64)
        #expect(!CanonicalJSON.text(.object(data)).contains("canary"))
    }

    @Test func `has its environment bound to account and region, and comparable across them`() throws {
        let harness = try RecordingHarness.withShop()
        let other = Registry(account: "210987654321", region: "eu-west-1")
        var elsewhere = Proposal.revision(7, secret: "canary")
        elsewhere.subject = StreamName.revision(other, family: "shop").description
        let recorded = try harness.record(.revision(7, secret: "canary"), elsewhere).map(\.data)
        let registry = Registry(account: "123456789012", region: "us-east-1")
        for (data, own, foreign) in [(recorded[0], registry, other), (recorded[1], other, registry)] {
            #expect(try SealingKeyRing.sample.values(of: data, in: own).map(\.value) == ["canary"])
            #expect(throws: UnsealError.damaged) { try SealingKeyRing.sample.opening(data, in: foreign) }
        }
        #expect(recorded[0]["definition"]?.macs == recorded[1]["definition"]?.macs)
    }

    private static let impossible: [(Proposal, RecorderError)] = [
        (.deployment("succeeded"), .rejected(index: 1, .noOpenDeployment("shop/staging"))),
        (.deployment("succeeded", ["version": 4]), .rejected(index: 1, .versionUnknown("shop/staging", 4))),
        (.deployment("succeeded", of: "qa"), .rejected(index: 1, .stageUnknown("shop/qa"))),
        (.deployment("requested", of: "qa", ["kind": "deploy"]), .rejected(index: 1, .stageUnknown("shop/qa"))),
        (Proposal(type: "nope", data: [:]), .malformed(index: 1, .unknownType("nope"))),
        (Proposal(type: "stage.locked", data: ["reason": "x"]), .malformed(index: 1, .noStream)),
        (
            Proposal(type: "stage.locked", subject: "stack/shop", data: ["reason": "x"]),
            .malformed(index: 1, .wrongStream(type: "stage.locked.v1", subject: "stack/shop"))
        ),
        (
            Proposal(
                type: "stage.locked",
                subject: "stage/shop/prod",
                data: ["stack": "shop", "stage": "staging", "reason": "x"]
            ),
            .malformed(index: 1, .streamDiffers(subject: "stage/shop/prod", data: "stage/shop/staging"))
        ),
    ]

    @Test(arguments: impossible.indices)
    func `that cannot be leaves the log as it is`(row: Int) throws {
        let harness = try RecordingHarness.withShop()
        let (proposal, error) = Self.impossible[row]
        #expect(throws: error) {
            try harness.record(.deployment("requested", of: "prod", ["kind": "deploy"]), proposal)
        }
        #expect(try harness.size == 3)
    }

    @Test func `that is too large is told by its index`() throws {
        let harness = try RecordingHarness.withShop()
        let large = Proposal.deployment(
            "requested",
            ["kind": "deploy", "reason": .string(String(repeating: "x", count: 300_000))]
        )
        do {
            try harness.record(.deployment("requested", of: "prod", ["kind": "deploy"]), large)
            Issue.record("recorded")
        } catch {
            guard case .malformed(index: 1, .tooLarge) = error else { throw error }
        }
        #expect(try harness.size == 3)
    }

    @Test func `that would be refused is refused when it is only shown`() throws {
        let harness = try RecordingHarness.withShop()
        let good = Proposal.deployment("requested", of: "prod", ["kind": "deploy"])
        let deep = (1..<JSONReader.deepest).reduce(JSONValue.integer(1)) { value, _ in .array([value]) }
        for note in [.string(String(repeating: "x", count: Record.largest)), deep] {
            let bad = Proposal.deployment("requested", ["kind": "deploy", "note": note])
            #expect(throws: RecorderError.self) { try harness.record(good, bad) }
            #expect { try harness.recorder.preview([good, bad], by: "ana") } throws: { error in
                if case RecorderError.malformed(index: 1, _) = error { true } else { false }
            }
        }
        let first: [Proposal] = [.deployment("requested", ["kind": "deploy"])]
        try harness.recorder.record(first, by: "ana", idempotencyKey: "k")
        #expect(try harness.recorder.preview(first, by: "ana", idempotencyKey: "k").isEmpty)
        #expect(throws: RecorderError.idempotencyKeyReused("k")) {
            try harness.recorder.preview([good], by: "ana", idempotencyKey: "k")
        }
    }

    @Test func `is shown without being recorded`() throws {
        let harness = try RecordingHarness.withShop()
        let drafts = try harness.recorder.preview([.deployment("requested", ["kind": "deploy"])], by: "ana")
        #expect(drafts.map(\.type) == ["deployment.requested.v1"])
        #expect(drafts.first?.data["version"] == 1)
        #expect(try harness.size == 3)
    }
}

struct `An idempotency key` {
    private let batch: [Proposal] = [.deployment("requested", ["kind": "deploy"]), .deployment("succeeded")]

    @Test func `gives the first places for the same batch`() throws {
        let harness = try RecordingHarness.withShop()
        let first = try harness.recorder.record(batch, by: "ana", idempotencyKey: "k")
        try harness.record(.deployment("requested", ["kind": "deploy"]))
        let again = try harness.recorder.record(batch, by: "bob", idempotencyKey: "k")
        #expect(again.map(\.position) == first.map(\.position))
        #expect(again.map(\.id) == first.map(\.id))
        #expect(again.map(\.isRepeat) == [true, true])
        #expect(try harness.size == 6)
    }

    /// It left in the clear what is sealed now.
    @Test func `knows the batch of an earlier version`() throws {
        let harness = try RecordingHarness.withShop()
        let container: JSONValue = ["name": "api", "user": "password=hunter2"]
        let subject = "revision/123456789012/us-east-1/shop"
        let data: JSONObject = [
            "family": "shop", "revision": "shop:7", "definition": ["containerDefinitions": [container]],
        ]
        let old = EventDraft(
            id: UniqueID(source: "/stackledger/record", id: "k", ordinal: 0),
            source: "/stackledger/record",
            type: "revision.registered.v1",
            subject: subject,
            time: .noon,
            actor: "ana",
            data: data
        )
        _ = try harness.log.append([old], to: subject, expecting: .any)
        let proposal = Proposal(type: "revision.registered", subject: subject, data: data)
        let again = try harness.recorder.record([proposal], by: "ana", idempotencyKey: "k")
        #expect(again.map(\.isRepeat) == [true])
        #expect(try harness.size == 4)
    }

    @Test func `with another batch is refused`() throws {
        let harness = try RecordingHarness.withShop()
        try harness.recorder.record(batch, by: "ana", idempotencyKey: "k")
        let others: [[Proposal]] = [
            [batch[0]], [batch[1]], batch.reversed(), batch + batch,
            [.deployment("requested", ["kind": "deploy", "reason": "x"]), batch[1]],
            [.deployment("requested", of: "prod", ["kind": "deploy"]), batch[1]],
        ]
        for other in others {
            #expect(throws: RecorderError.idempotencyKeyReused("k")) {
                try harness.recorder.record(other, by: "ana", idempotencyKey: "k")
            }
        }
        #expect(try harness.size == 5)
    }

    @Test func `tells secret values apart`() throws {
        let harness = try RecordingHarness.withShop()
        let first = try harness.record(.revision(1, secret: "one"), key: "k")
        #expect(try harness.record(.revision(1, secret: "one"), key: "k").map(\.position) == first.map(\.position))
        #expect(throws: RecorderError.idempotencyKeyReused("k")) {
            try harness.record(.revision(1, secret: "two"), key: "k")
        }
    }

    @Test func `holds for a batch of which a part was known`() throws {
        let harness = try RecordingHarness.withShop()
        try harness.record(.revision(1, secret: "one"))
        let first = try harness.record(.revision(1, secret: "one"), .revision(2, secret: "two"), key: "k")
        let again = try harness.record(.revision(1, secret: "one"), .revision(2, secret: "two"), key: "k")
        #expect(again.map(\.position) == first.map(\.position))
        #expect(first.count == 1)
    }

    @Test func `holds for an event that caused another`() throws {
        let harness = try RecordingHarness.withShop()
        try harness.record(.deployment("requested", ["kind": "deploy"]))
        let observed = Proposal.deployment("observed", ["awsDeployment": "ecs-svc/1"])
        let first = try harness.record(observed, key: "k")
        #expect(first.map(\.type) == ["deployment.superseded.v1", "deployment.observed.v1"])
        #expect(try harness.record(observed, key: "k").map(\.position) == first.map(\.position))
    }

    @Test func `serves two who use it at once`() throws {
        let storage = InMemoryEventLog.Storage()
        let other = try RecordingHarness.withShop(storage)
        let pushed = Proposal(
            type: "image.pushed",
            subject: "repository/123456789012/us-east-1/shop",
            data: ["digest": .string(Example.digest), "tags": ["main"]]
        )
        let rival = try RecordingHarness(storage) { log in
            rivalled(log) { _ = try? other.recorder.record([pushed], by: "bob", idempotencyKey: "k") }
        }
        let recorded = try rival.record(pushed, key: "k")
        #expect(recorded.map(\.position) == [4])
        #expect(try rival.size == 4)
    }
}

struct `A batch on a stack` {
    private func removed(_ name: String) -> Proposal {
        Proposal(type: "stage.removed", subject: "stage/shop/\(name)", data: [:])
    }

    private func stage(_ name: String, after other: String) -> Proposal {
        var stage = Proposal.stage(name)
        stage.data["after"] = .string(other)
        return stage
    }

    private let deleted = Proposal(type: "stack.deleted", subject: "stack/shop", data: [:])

    @Test func `is decided on what its earlier events leave of it`() throws {
        let harness = try RecordingHarness.withShop()
        try harness.record(removed("staging"), .stage("staging"))
        #expect(throws: RecorderError.rejected(index: 1, .stageUnknown("shop/staging"))) {
            try harness.record(removed("staging"), stage("qa", after: "staging"))
        }
        try harness.record(removed("staging"), stage("qa", after: "prod"), stage("canary", after: "qa"))
        #expect(throws: RecorderError.rejected(index: 1, .stackHasStages("shop", ["qa", "canary"]))) {
            try harness.record(removed("prod"), deleted)
        }
        try harness.record(removed("prod"), removed("qa"), removed("canary"), deleted)
        #expect(throws: RecorderError.rejected(index: 0, .stackUnknown("shop"))) { try harness.record(.stage("dev")) }
        try harness.record(.stack, .stage("dev"), removed("dev"), deleted)
    }

    /// What somebody else records first, what is recorded then, and why it is refused.
    private static let races: [(Proposal, Proposal, Rejection)] = [
        (
            Proposal(type: "stage.removed", subject: "stage/shop/staging", data: [:]),
            {
                var stage = Proposal.stage("qa")
                stage.data["after"] = "staging"
                return stage
            }(),
            .stageUnknown("shop/staging")
        ),
        (.stage("qa"), .stage("qa"), .stageExists("shop/qa")),
    ]

    @Test(arguments: races.indices)
    func `is decided again where somebody else changes the stack first`(row: Int) throws {
        let (theirs, ours, rejection) = Self.races[row]
        let storage = InMemoryEventLog.Storage()
        let other = try RecordingHarness.withShop(storage)
        let harness = try RecordingHarness(storage) { log in
            rivalled(log) { _ = try? other.recorder.record([theirs], by: "bob") }
        }
        #expect(throws: RecorderError.rejected(index: 0, rejection)) { try harness.record(ours) }
    }

    @Test(arguments: ["qa", "prod"])
    func `does not delete it while somebody else adds a stage`(name: String) throws {
        let storage = InMemoryEventLog.Storage()
        let other = try RecordingHarness(storage)
        try other.record(.stack, .stage("prod"), removed("prod"))
        let harness = try RecordingHarness(storage) { log in
            rivalled(log) { _ = try? other.recorder.record([.stage(name)], by: "bob") }
        }
        let stage = StageName(rawValue: name)
        #expect(throws: RecorderError.rejected(index: 0, .stackHasStages("shop", [stage]))) {
            try harness.record(deleted)
        }
    }
}

struct `Somebody else who writes first` {
    @Test func `makes a batch be decided again`() throws {
        let storage = InMemoryEventLog.Storage()
        let other = try RecordingHarness.withShop(storage)
        let harness = try RecordingHarness(storage) { log in
            rivalled(log) {
                _ = try? other.recorder.record(
                    [
                        .deployment("requested", ["kind": "deploy"]),
                        .deployment("failed", ["code": "E", "message": "m"]),
                    ],
                    by: "bob"
                )
            }
        }
        let recorded = try harness.record(.deployment("requested", ["kind": "deploy"]))
        #expect(recorded.map(\.data["version"]) == [2])
    }

    @Test func `may leave nothing to be done`() throws {
        let storage = InMemoryEventLog.Storage()
        let other = try RecordingHarness.withShop(storage)
        let harness = try RecordingHarness(storage) { log in
            rivalled(log) {
                _ = try? other.recorder.record([.deployment("requested", ["kind": "deploy"])], by: "bob")
            }
        }
        #expect(throws: RecorderError.rejected(index: 0, .deploymentOpen("shop/staging", version: 1))) {
            try harness.record(.deployment("requested", ["kind": "deploy"]))
        }
    }

    @Test func `cannot delete the stack of a stage that is being added`() throws {
        let storage = InMemoryEventLog.Storage()
        let other = try RecordingHarness(storage)
        try other.record(.stack)
        let harness = try RecordingHarness(storage) { log in
            rivalled(log) {
                _ = try? other.recorder.record(
                    [Proposal(type: "stack.deleted", subject: "stack/shop", data: [:])],
                    by: "bob"
                )
            }
        }
        #expect(throws: RecorderError.rejected(index: 0, .stackUnknown("shop"))) { try harness.record(.stage("prod")) }
    }

    @Test func `again and again is contention`() throws {
        let storage = InMemoryEventLog.Storage()
        let other = try RecordingHarness.withShop(storage)
        let harness = try RecordingHarness(storage) { log in
            rivalled(log, .max) {
                _ = try? other.recorder.record(
                    [Proposal(type: "stage.changed", subject: "stage/shop/prod", data: ["region": "eu-west-2"])],
                    by: "bob"
                )
            }
        }
        #expect(throws: RecorderError.contended) {
            try harness.record(
                Proposal(type: "stage.changed", subject: "stage/shop/prod", data: ["region": "eu-west-3"])
            )
        }
    }
}

private func rivalled(_ log: any EventLog, _ turns: Int = 1, _ rival: @escaping @Sendable () -> Void) -> any EventLog {
    let rivalled = RivalledLog(log)
    rivalled.beforeAppends(turns, rival)
    return rivalled
}
