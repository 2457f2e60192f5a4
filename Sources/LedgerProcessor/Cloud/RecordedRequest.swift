import LedgerDomain
import LedgerValues

/// A request as it was recorded: it is sent whole, but only where the stage and its deployment say.
extension JSONObject {
    /// Refuses a record whose members have other values than `expected`.
    func require(_ expected: JSONObject, of stage: StageID) throws(CloudError) {
        for member in expected.members where self[member.key] != member.value {
            throw .differs(member.key, self[member.key], from: member.value, of: stage)
        }
    }

    /// The record with AWS's names for its members; a member whose name is nil is known, and not sent.
    ///
    /// - Throws: for a member that `names` does not have, as it would be lost.
    func renamed(_ names: [String: String?]) throws(CloudError) -> JSONObject {
        var renamed: JSONObject = [:]
        for member in members {
            guard let name = names[member.key] else {
                throw .unusable(
                    "the recorded request has a member '\(member.key)' that this version cannot send",
                    hint: "use the version of stackledger that recorded it"
                )
            }
            if let name { renamed[name] = member.value }
        }
        return renamed
    }

    /// With the members of `defaults` that it does not have itself.
    func completed(with defaults: JSONObject) -> JSONObject {
        var completed = self
        for member in defaults.members where completed[member.key] == nil { completed[member.key] = member.value }
        return completed
    }

    func text(of member: String) -> String { self[member]?.string ?? "" }
}

extension CloudError {
    /// A record that names something else than its stage and its deployment do: nothing of it is sent.
    static func differs(
        _ member: String,
        _ recorded: JSONValue?,
        from expected: JSONValue,
        of stage: StageID
    ) -> CloudError {
        let found = recorded.map { "has \(member) \(CanonicalJSON.text($0))" } ?? "has no \(member)"
        let needed = expected == .null ? "none" : CanonicalJSON.text(expected)
        return .unusable(
            "the recorded request \(found), but \(stage) needs \(needed)",
            hint: "stackledger cancel \(stage.description.shellQuoted), then deploy again"
        )
    }
}
