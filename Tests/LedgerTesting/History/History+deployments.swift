import LedgerDomain
import LedgerLog
import LedgerValues

extension History {
    /// A deployment from its request to its end, or as far as it is left open.
    mutating func makeDeployment(_ index: Int) -> [EventDraft] {
        let place = Int.random(in: stacks[index].stages.indices, using: &random)
        if stacks[index].stages[place].open != nil { return makeEnd(index, place) }
        stacks[index].stages[place].version += 1
        let version = stacks[index].stages[place].version
        let correlation = random.id(at: clock)
        stacks[index].stages[place].open = (correlation, version, correlation)
        let subject = "stage/\(stacks[index].name)/\(stacks[index].stages[place].name)"
        let identity = identity(correlation, version)
        let image = stacks[index].images.randomElement(using: &random)
        var events = [makeRequest(index, subject, identity, correlation, image)]
        if random.chance(20) {
            events.append(draft("deployment.approved", subject, identity, correlation: correlation))
        }
        events += makeActions(subject, correlation)
        let started = makeStart(index, subject, identity, correlation, image)
        if random.chance(8) { return events + [started] }
        let end = makeEnd(index, place)
        return flavour == .troubled && random.chance(15) ? events + end + [started] : events + [started] + end
    }

    func identity(_ id: UniqueID, _ version: Int) -> JSONObject {
        ["deployment": .string(id.description), "version": .integer(Int64(version))]
    }

    private mutating func makeRequest(
        _ index: Int,
        _ subject: String,
        _ identity: JSONObject,
        _ correlation: UniqueID,
        _ image: MadeImage?
    ) -> EventDraft {
        var data = identity
        let kinds = ["deploy", "deploy", "deploy", "promote", "rollback", "rollback", "scale", "restart", "configure"]
        let kind = kinds.randomElement(using: &random) ?? "deploy"
        data["kind"] = .string(kind)
        data["changes"] = [:]
        data["reason"] = "routine release of the week"
        let version = data["version"]?.integer ?? 0
        if kind == "rollback" { data["from"] = 1 }
        if kind == "rollback", version % 2 == 0 { data["changes"] = ["asked": ["target": "v1"]] }
        if version == 1 { data["changes"] = ["running": "service:0"] }
        if kind == "promote" { data["from"] = ["stage": "dev", "version": 1] }
        if let image, kind != "scale", kind != "restart" {
            data["image"] = .string("\(stacks[index].registry)@\(image.digest)")
            data["commit"] = .string(image.commit)
        }
        return draft("deployment.requested", subject, data, correlation: correlation)
    }

    private mutating func makeStart(
        _ index: Int,
        _ subject: String,
        _ identity: JSONObject,
        _ correlation: UniqueID,
        _ image: MadeImage?
    ) -> EventDraft {
        var data = identity
        data["awsDeployment"] = .string("ecs-svc/\(random.next() >> 1)")
        if random.chance(85), let image, let revision = image.revisions.last {
            data["revision"] = .string(revision)
            data["image"] = .string("\(stacks[index].registry)@\(image.digest)")
        }
        return draft("deployment.started", subject, data, correlation: correlation)
    }

    private mutating func makeActions(_ subject: String, _ correlation: UniqueID) -> [EventDraft] {
        var events: [EventDraft] = []
        for operation in ["RegisterTaskDefinition", "UpdateService"].prefix(Int.random(in: 1...2, using: &random)) {
            let action = random.id(at: clock)
            let names: JSONObject = [
                "action": .string(action.description), "deployment": .string(correlation.description),
            ]
            var intent = names
            (intent["service"], intent["operation"], intent["class"]) = ("ecs", .string(operation), "probeable")
            intent["request"] = ["cluster": "main", "service": .string(subject), "forceNewDeployment": true]
            events.append(draft("action.intended", subject, intent, correlation: correlation))
            events += makeAttempts(names, subject, correlation)
        }
        return events
    }

    private mutating func makeAttempts(_ names: JSONObject, _ subject: String, _ correlation: UniqueID) -> [EventDraft]
    {
        var events: [EventDraft] = []
        for attempt in 1...3 {
            var data = names
            data["attempt"] = .integer(Int64(attempt))
            var start = data
            (start["epoch"], start["worker"]) = (1, "worker-1@build-host")
            events.append(draft("action.attempted", subject, start, correlation: correlation))
            let luck = Int.random(in: 0..<100, using: &random)
            if luck < 90 {
                (data["requestId"], data["result"]) = (.string(random.id(at: clock).description), ["status": "PRIMARY"])
                return events + [draft("action.succeeded", subject, data, correlation: correlation)]
            }
            if luck < 95 {
                (data["code"], data["message"], data["retryable"]) = ("ThrottlingException", "Rate exceeded", true)
                events.append(draft("action.failed", subject, data, correlation: correlation))
                continue
            }
            data["why"] = "connection lost"
            events.append(draft("action.doubted", subject, data, correlation: correlation))
            var verdict = names
            verdict["verdict"] = luck == 99 ? "inconclusive" : luck.isMultiple(of: 2) ? "landed" : "absent"
            return events + [draft("action.reconciled", subject, verdict, correlation: correlation)]
        }
        return events + [draft("action.abandoned", subject, names, correlation: correlation)]
    }

    private mutating func makeEnd(_ index: Int, _ place: Int) -> [EventDraft] {
        let stage = stacks[index].stages[place]
        guard let open = stage.open else { return [] }
        stacks[index].stages[place].open = nil
        stacks[index].stages[place].ended.append((open.id, open.version))
        var data = identity(open.id, open.version)
        let subject = "stage/\(stacks[index].name)/\(stage.name)"
        let luck = Int.random(in: 0..<100, using: &random)
        let type: String
        switch luck {
        case 0..<8:
            (data["code"], data["message"]) = ("TaskFailedToStart", "essential container exited")
            type = "deployment.failed"
        case 8..<12:
            data["reason"] = "circuit breaker"
            type = "deployment.rolledBack"
        case 12..<14: type = "deployment.cancelled"
        default: type = "deployment.succeeded"
        }
        return [draft(type, subject, data, correlation: open.correlation)]
    }
}
