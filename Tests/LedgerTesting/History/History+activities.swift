import LedgerDomain
import LedgerLog
import LedgerValues

extension History {
    /// One activity with all its events.
    mutating func makeActivity() -> [EventDraft] {
        if stacks.count < 3 || stacks.count < 40 && random.chance(1) { return makeStack() }
        let index = Int.random(in: stacks.indices, using: &random)
        if stacks[index].images.isEmpty { return makeRelease(index) }
        return makeWork(of: index)
    }

    private mutating func makeWork(of index: Int) -> [EventDraft] {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<22: makeRelease(index)
        case 22..<80: makeDeployment(index)
        case 80..<84: makeMark(index)
        case 84..<87: makeLock(index)
        case 87..<89: makeDrift(index)
        case 89..<92: makeLoss(index)
        case 92..<95: flavour == .troubled ? makeTrouble(index) : makeDeployment(index)
        case 95..<97: flavour == .troubled ? makeLateFacts(index) : makeDeployment(index)
        case 97: flavour == .troubled ? makeStageChange(index) : makeDeployment(index)
        default: makeDeployment(index)
        }
    }

    func actor(_ number: Int) -> String {
        "arn:aws:sts::123456789012:assumed-role/Deployer/user-\(number % 9)"
    }

    mutating func draft(
        _ type: String,
        _ subject: String,
        _ data: JSONObject,
        at time: Timestamp? = nil,
        correlation: UniqueID? = nil
    ) -> EventDraft {
        let time = time ?? tick()
        return EventDraft(
            id: random.id(at: time),
            type: "\(type).v1",
            subject: subject,
            time: time,
            actor: actor(Int.random(in: 0..<9, using: &random)),
            correlationID: correlation,
            causationID: correlation,
            data: data
        )
    }

    private mutating func makeStack() -> [EventDraft] {
        let stack = MadeStack(name: "stack-\(stacks.count)")
        stacks.append(stack)
        let repository: JSONValue = [
            "provider": "github", "url": .string("https://github.com/acme/\(stack.name)"), "branch": "main",
        ]
        var events = [
            draft(
                "stack.created",
                "stack/\(stack.name)",
                [
                    "stack": .string(stack.name), "architecture": "container", "repository": repository,
                    "region": "us-east-1",
                ]
            )
        ]
        for stage in ["dev", "staging", "prod"].prefix(Int.random(in: 1...3, using: &random)) {
            events.append(makeStage(stage, in: stacks.count - 1))
        }
        return events
    }

    private mutating func makeStage(_ name: String, in index: Int, after: JSONValue? = nil) -> EventDraft {
        let stack = stacks[index]
        stacks[index].stages.append(MadeStage(name: name))
        let service = "\(stack.name)-\(name)"
        let target: JSONValue = [
            "kind": "ecs", "cluster": "main", "service": .string(service), "family": .string(stack.name),
            "container": "api",
        ]
        var data: JSONObject = [
            "stack": .string(stack.name), "stage": .string(name), "account": .string(stack.home.account),
            "region": .string(stack.home.region), "target": target,
            "approval": name == "prod" ? "manual" : "automatic", "settings": ["timeout": 600],
        ]
        data["after"] = after
        return draft("stage.added", "stage/\(stack.name)/\(name)", data)
    }

    private mutating func makeStageChange(_ index: Int) -> [EventDraft] {
        let stack = stacks[index]
        let subject = "stage/\(stack.name)/\(stack.stages[0].name)"
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            return [
                draft("stage.changed", subject, ["settings": ["timeout": 900, "owner": "web"], "approval": "manual"])
            ]
        case 1: return [draft("stage.changed", subject, ["settings": ["owner": .null]])]
        case 2 where stack.stages.count < 6:
            let after: JSONValue = random.chance(50) ? .null : .string(stack.stages[0].name)
            return [makeStage("extra-\(stack.stages.count)", in: index, after: after)]
        default:
            guard let removed = stack.stages.last, stack.stages.count > 1, removed.open == nil else { return [] }
            return [
                draft("stage.removed", "stage/\(stack.name)/\(removed.name)", ["reason": "no longer used"])
            ] + (random.chance(70) ? readd(removed, index) : [])
        }
    }

    private mutating func readd(_ stage: MadeStage, _ index: Int) -> [EventDraft] {
        let event = makeStage(stage.name, in: index)
        stacks[index].stages.removeLast(2)
        stacks[index].stages.append(stage)
        return [event]
    }

    private mutating func makeRelease(_ index: Int) -> [EventDraft] {
        let stack = stacks[index]
        let image = MadeImage(digest: "sha256:\(random.hex(64))", commit: random.hex(40))
        let execution = random.id(at: clock).description
        let pipeline = "pipeline/\(stack.home.account)/\(stack.home.region)/\(stack.name)"
        let build: JSONObject = ["execution": .string(execution), "commit": .string(image.commit)]
        var events = [draft("build.started", pipeline, build)]
        if random.chance(10) {
            events.append(
                draft(
                    "build.failed",
                    pipeline,
                    ["execution": .string(execution), "phase": "BUILD", "message": "exit status 1"]
                )
            )
            return events
        }
        let tags: JSONValue = ["latest", .string(String(image.commit.prefix(12)))]
        let push: JSONObject = [
            "digest": .string(image.digest), "tags": tags, "size": 48_123_456, "commit": .string(image.commit),
        ]
        let end: JSONObject = [
            "execution": .string(execution), "commit": .string(image.commit),
            "image": .string("\(stack.registry)@\(image.digest)"),
        ]
        events.append(draft("image.pushed", stack.repository, push))
        events.append(draft("build.succeeded", pipeline, end))
        stacks[index].images.append(image)
        events.append(makeRevision(index))
        if flavour == .troubled, random.chance(15) { events.shuffle(using: &random) }
        return events
    }

    private mutating func makeRevision(_ index: Int) -> EventDraft {
        stacks[index].revision += 1
        let stack = stacks[index]
        let revision = "\(stack.name):\(stack.revision)"
        let last = stack.images.count - 1
        stacks[index].images[last].revisions.append(revision)
        let reference =
            random.chance(30) ? "\(stack.registry):latest" : "\(stack.registry)@\(stack.images[last].digest)"
        let container: JSONValue = [
            "name": "api", "image": .string(reference), "cpu": 256, "memory": 512, "essential": true,
            "environment": [["name": "LOG_LEVEL", "value": Example.sealed]],
            "secrets": [["name": "TOKEN", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/token"]],
            "portMappings": [["containerPort": 8080]],
        ]
        return draft(
            "revision.registered",
            "revision/\(stack.home.account)/\(stack.home.region)/\(stack.name)",
            [
                "family": .string(stack.name), "revision": .string(revision),
                "arn": .string("arn:aws:ecs:us-east-1:123456789012:task-definition/\(revision)"),
                "definition": ["family": .string(stack.name), "containerDefinitions": [container]],
                "fingerprint": .string(random.chance(20) ? "same" : random.hex(64)),
            ]
        )
    }
}
