package import LedgerDomain
package import LedgerValues

extension JSONObject {
    /// The tasks that stopped; none where the member is absent.
    func stops() throws(WireError) -> [TaskStop] {
        guard let member = self["stops"], !member.isNull else { return [] }
        return try (required("stops") as [JSONObject]).map { stop throws(WireError) in try TaskStop(stop) }
    }
}

extension [TaskStop] {
    /// Nil for none.
    var wire: JSONValue? { isEmpty ? nil : .array(map { .object($0.data) }) }
}

extension TaskStop {
    package init(_ data: JSONObject) throws(WireError) {
        var containers: [Container] = []
        for container in try data.required("containers") as [JSONObject] { containers.append(try Container(container)) }
        self.init(
            task: try data.required("task"),
            code: try data.optional("code"),
            reason: try data.text("reason"),
            containers: containers,
            stoppedAt: try data.optional("stoppedAt")
        )
    }

    var data: JSONObject {
        JSONObject(wire: [
            ("task", task), ("code", code), ("reason", reason), ("containers", containers.map(\.data)),
            ("stoppedAt", stoppedAt),
        ])
    }
}

extension TaskStop.Container {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        let exitCode = data["exitCode"] ?? .null
        if exitCode.integer == nil, !exitCode.isNull { throw .invalid("exitCode", wanted: "an integer") }
        self.init(
            name: try data.required("name"),
            exitCode: exitCode.integer,
            reason: try data.optionalText("reason")
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [("name", name), ("exitCode", exitCode.map(JSONValue.integer)), ("reason", reason)])
    }
}
