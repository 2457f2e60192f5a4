import LedgerDomain
import LedgerLog
import LedgerValues

extension History {
    mutating func makeMark(_ index: Int) -> [EventDraft] {
        guard let (subject, ended) = endedDeployment(index) else { return [] }
        var data = identity(ended.id, ended.version)
        (data["mark"], data["reason"]) = (random.chance(50) ? "bad" : "good", "seen in the logs")
        return [draft("deployment.marked", subject, data)]
    }

    mutating func makeLock(_ index: Int) -> [EventDraft] {
        let subject = "stage/\(stacks[index].name)/\(stacks[index].stages[0].name)"
        var data: JSONObject = ["reason": "freeze"]
        if random.chance(50) { data["expires"] = .string(clock.advanced(bySeconds: 86_400).description) }
        let lock = draft("stage.locked", subject, data)
        return random.chance(60) ? [lock, draft("stage.unlocked", subject, [:])] : [lock]
    }

    mutating func makeDrift(_ index: Int) -> [EventDraft] {
        let subject = "stage/\(stacks[index].name)/\(stacks[index].stages[0].name)"
        let found: JSONObject = ["expected": ["revision": "a:1"], "observed": ["revision": "a:2"], "principal": "root"]
        let drift = draft("drift.detected", subject, found)
        return random.chance(70) ? [drift, draft("drift.cleared", subject, [:])] : [drift]
    }

    /// An image or a revision that AWS has deleted.
    mutating func makeLoss(_ index: Int) -> [EventDraft] {
        let stack = stacks[index]
        guard let image = stack.images.randomElement(using: &random) else { return [] }
        if random.chance(50) {
            return [draft("image.deleted", stack.repository, ["digest": .string(image.digest), "why": "lifecycle"])]
        }
        guard let revision = image.revisions.first else { return [] }
        let stream = "revision/\(stack.home.account)/\(stack.home.region)/\(stack.name)"
        return [draft("revision.deregistered", stream, ["family": .string(stack.name), "revision": .string(revision)])]
    }

    /// Invalid events, and events of a newer program.
    mutating func makeTrouble(_ index: Int) -> [EventDraft] {
        let stack = stacks[index]
        let subject = "stage/\(stack.name)/\(stack.stages[0].name)"
        let nobody = random.id(at: clock)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return [draft("deployment.started", subject, identity(nobody, 9_999))]
        case 1: return [draft("deployment.requested", subject, ["version": "three"])]
        case 2: return [draft("action.attempted", subject, ["action": .string(nobody.description), "attempt": 1])]
        case 3: return [draft("deployment.paused", subject, identity(nobody, 1))]
        case 4: return [draft("stack.created", "stack/\(stack.name)", ["stack": 7])]
        case 5: return [draft("image.pushed", stack.repository, ["digest": "sha256:00", "tags": [1]])]
        default: return [draft("deployment.succeeded", "stack/\(stack.name)", identity(nobody, 1))]
        }
    }

    /// An observed deployment that is recorded long after it happened.
    mutating func makeLateFacts(_ index: Int) -> [EventDraft] {
        let place = Int.random(in: stacks[index].stages.indices, using: &random)
        stacks[index].stages[place].version += 1
        let (stack, stage) = (stacks[index], stacks[index].stages[place])
        let id = random.id(at: clock)
        let age = Int64.random(in: 60...200_000, using: &random)
        let then = clock.advanced(bySeconds: -age)
        let subject = "stage/\(stack.name)/\(stage.name)"
        var seen = identity(id, stage.version)
        seen["revision"] = .string("\(stack.name):\(Int.random(in: 1...9, using: &random))")
        if let image = stack.images.randomElement(using: &random), random.chance(70) {
            seen["image"] = .string("\(stack.registry)@\(image.digest)")
        }
        stacks[index].stages[place].ended.append((id, stage.version))
        return [
            draft("deployment.observed", subject, seen, at: then, correlation: id),
            draft(
                "deployment.succeeded",
                subject,
                identity(id, stage.version),
                at: then.advanced(bySeconds: Int64.random(in: 0...900, using: &random)),
                correlation: id
            ),
        ]
    }

    private mutating func endedDeployment(_ index: Int) -> (String, (id: UniqueID, version: Int))? {
        guard let stage = stacks[index].stages.randomElement(using: &random),
            let ended = stage.ended.randomElement(using: &random)
        else { return nil }
        return ("stage/\(stacks[index].name)/\(stage.name)", ended)
    }
}
