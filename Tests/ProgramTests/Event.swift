import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues

/// Lines of `record`'s input.
enum Event {
    static func line(_ type: String, _ subject: String? = nil, _ data: JSONObject = [:]) -> String {
        var event: JSONObject = ["type": .string(type), "data": .object(data)]
        event["subject"] = subject.map { .string($0) }
        return CanonicalJSON.text(.object(event))
    }

    static func stack(_ name: String) -> String {
        line("stack.created", nil, ["stack": .string(name), "architecture": "container"])
    }

    static func stage(_ id: StageID, after: JSONValue? = nil, approval: String = "automatic") -> String {
        var data: JSONObject = [
            "stack": .string(id.stack.rawValue), "stage": .string(id.stage.rawValue), "account": "123456789012",
            "region": "eu-west-1", "approval": .string(approval),
            "target": [
                "kind": "ecs", "cluster": "main", "service": .string("\(id.stack.rawValue)-\(id.stage.rawValue)"),
                "family": .string("\(id.stack.rawValue)-\(id.stage.rawValue)"), "container": "api",
            ],
        ]
        data["after"] = after
        return line("stage.added", nil, data)
    }

    static func deployment(_ what: String, _ stage: StageID, _ data: JSONObject = [:]) -> String {
        line("deployment.\(what)", "stage/\(stage)", data)
    }

    static func action(_ what: String, _ stage: StageID, _ data: JSONObject) -> String {
        line("action.\(what)", "stage/\(stage)", data)
    }

    static func request(
        _ stage: StageID,
        kind: String = "deploy",
        image: String? = nil,
        _ more: JSONObject = [:]
    ) -> String {
        var data = more
        data["kind"] = .string(kind)
        if let image { data["image"] = .string(Example.image(image)) }
        return deployment("requested", stage, data)
    }

    /// Request, start and success of an image.
    static func release(_ stage: StageID, _ image: String, kind: String = "deploy", _ more: JSONObject = [:])
        -> [String]
    {
        [
            request(stage, kind: kind, image: image, more),
            deployment("started", stage, ["image": .string(Example.image(image))]),
            deployment("succeeded", stage),
        ]
    }

    static func revision(_ family: String, _ number: Int, _ definition: JSONObject) -> String {
        line(
            "revision.registered",
            "revision/123456789012/eu-west-1/\(family)",
            [
                "family": .string(family), "revision": .string("\(family):\(number)"),
                "arn": .string("arn:aws:ecs:eu-west-1:123456789012:task-definition/\(family):\(number)"),
                "definition": .object(definition),
            ]
        )
    }
}
