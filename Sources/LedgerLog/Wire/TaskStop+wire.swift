import LedgerDomain
import LedgerValues

extension JSONObject {
    /// The tasks that stopped; none where the member is absent.
    func stops() throws(WireError) -> [TaskStop] {
        try objects("stops").map { stop throws(WireError) in try TaskStop(stop) }
    }

    /// A list of objects; empty where the member is absent.
    fileprivate func objects(_ name: String) throws(WireError) -> [JSONObject] {
        guard let member = self[name], !member.isNull else { return [] }
        guard let elements = member.array else { throw .invalid(name, wanted: "a list of objects") }
        return try elements.map { element throws(WireError) in
            guard let object = element.object else { throw .invalid(name, wanted: "a list of objects") }
            return object
        }
    }
}

extension [TaskStop] {
    /// Nil for none.
    var wire: JSONValue? { isEmpty ? nil : .array(map { .object($0.data) }) }
}

extension TaskStop {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        guard data["containers"] != nil else { throw .missing("containers") }
        self.init(
            task: try data.required("task"),
            code: try data.optional("code"),
            reason: try data.text("reason"),
            containers: try data.objects("containers").map { container throws(WireError) in
                try Container(container)
            },
            stoppedAt: try data.optional("stoppedAt")
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [
            ("task", task), ("code", code), ("reason", reason),
            ("containers", JSONValue.array(containers.map { .object($0.data) })), ("stoppedAt", stoppedAt),
        ])
    }
}

extension TaskStop.Container {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        let code = data["exitCode"] ?? .null
        guard code.isNull || code.integer != nil else { throw .invalid("exitCode", wanted: "a number") }
        self.init(name: try data.required("name"), exitCode: code.integer, reason: try data.optionalText("reason"))
    }

    fileprivate var data: JSONObject {
        var data: JSONObject = ["name": .string(name)]
        data["exitCode"] = exitCode.map { .integer($0) }
        data["reason"] = reason.map { .string($0) }
        return data
    }
}
