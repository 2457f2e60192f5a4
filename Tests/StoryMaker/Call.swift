import LedgerDomain
import LedgerValues

/// What AWS did with a call of a story.
enum Answer {
    case success(JSONObject)
    /// The first try was throttled.
    case successAfterThrottling(JSONObject)
    /// No answer came; looked up, the call had landed.
    case lostButLanded(JSONObject, evidence: JSONObject)
    case failure(code: String, message: String)

    var isSuccess: Bool {
        if case .failure = self { false } else { true }
    }
}

/// One AWS call of a deployment.
struct Call {
    let service: Service
    let deployment: UniqueID
    let actor: String
    let operation: String
    let actionClass: ActionClass
    let request: JSONObject
}

extension Narrator {
    /// Writes down a call, its tries and its answer, as the command processor does.
    func perform(_ call: Call, _ answer: Answer) throws {
        let action = newID()
        try tell(.action(.intended), of: action, in: call, intent(of: action, in: call))
        switch answer {
        case .success(let result):
            try attempt(1, of: action, in: call)
            try succeed(1, of: action, in: call, result)
        case .successAfterThrottling(let result):
            try attempt(1, of: action, in: call)
            try fail(1, of: action, in: call, code: "ThrottlingException", message: "Rate exceeded", retryable: true)
            wait(seconds: 2)
            try attempt(2, of: action, in: call)
            try succeed(2, of: action, in: call, result)
        case .lostButLanded(_, let evidence):
            try attempt(1, of: action, in: call)
            wait(seconds: 30)
            let why = "the connection was reset after the request was sent"
            try tell(.action(.doubted), of: action, in: call, ["attempt": 1, "why": .string(why)])
            wait(seconds: 4)
            let verdict = ["verdict": "landed", "evidence": .object(evidence)] as JSONObject
            try tell(.action(.reconciled), of: action, in: call, verdict)
        case .failure(let code, let message):
            try attempt(1, of: action, in: call)
            try fail(1, of: action, in: call, code: code, message: message, retryable: false)
        }
    }

    private func intent(of action: UniqueID, in call: Call) -> JSONObject {
        var request = call.request
        if call.actionClass == .probeable {
            request["tags"] = [["key": "stackledger:action", "value": .string(action.description)]]
        }
        return [
            "service": "ecs", "operation": .string(call.operation), "class": .string(call.actionClass.rawValue),
            "request": .object(request),
        ]
    }

    private func attempt(_ number: Int64, of action: UniqueID, in call: Call) throws {
        let worker = "\(call.service.stage.stack.rawValue)-runner-2"
        try tell(
            .action(.attempted),
            of: action,
            in: call,
            ["attempt": .integer(number), "epoch": .integer(epoch(of: call)), "worker": .string(worker)]
        )
    }

    /// Each deployment takes the stage's lease anew.
    private func epoch(of call: Call) -> Int64 { Int64(releases[call.service.stage, default: []].count + 1) }

    private func succeed(_ number: Int64, of action: UniqueID, in call: Call, _ result: JSONObject) throws {
        try tell(
            .action(.succeeded),
            of: action,
            in: call,
            [
                "attempt": .integer(number), "requestId": .string(random.requestID()), "result": .object(result),
            ]
        )
    }

    private func fail(
        _ number: Int64,
        of action: UniqueID,
        in call: Call,
        code: String,
        message: String,
        retryable: Bool
    ) throws {
        try tell(
            .action(.failed),
            of: action,
            in: call,
            [
                "attempt": .integer(number), "code": .string(code), "message": .string(message),
                "retryable": .bool(retryable),
            ]
        )
    }

    private func tell(_ type: EventType, of action: UniqueID, in call: Call, _ data: JSONObject) throws {
        var data = data
        data["action"] = .string(action.description)
        data["deployment"] = .string(call.deployment.description)
        try record(type, in: call.service.stageStream, by: call.actor, data)
    }
}
