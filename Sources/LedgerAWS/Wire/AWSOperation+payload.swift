import LedgerValues

/// What a call puts into a request; the client adds destination and signature.
struct Payload: Equatable, Sendable, Concealed {
    var path = "/"
    var query: [NameValue] = []
    var headers: [NameValue] = []
    var body: [UInt8] = []
}

extension AWSOperation {
    /// All parameters, each where the service's protocol wants it.
    func payload(of parameters: JSONObject) -> Payload {
        switch service.wire {
        case .json(let version, let target):
            Payload(
                headers: [
                    NameValue("Content-Type", "application/x-amz-json-\(version)"),
                    NameValue("X-Amz-Target", "\(target).\(name)"),
                ],
                body: CanonicalJSON.bytes(.object(parameters))
            )
        case .rest: restPayload(of: parameters)
        case .query(let version): formPayload(of: parameters, version: version)
        }
    }

    // MARK: - REST

    /// The body has all parameters that are neither in the path nor in the query.
    private func restPayload(of parameters: JSONObject) -> Payload {
        var rest = parameters
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return String(part) }
            return rest.take(String(part.dropFirst().dropLast())).percentEncoded
        }
        let query = query.filter { rest[$0] != nil }.map { NameValue($0, rest.take($0)) }
        var payload = Payload(path: parts.joined(separator: "/"), query: query)
        if method != .get {
            payload.body = CanonicalJSON.bytes(.object(rest))
            payload.headers = [NameValue("Content-Type", "application/json")]
        }
        return payload
    }

    // MARK: - Query

    private func formPayload(of parameters: JSONObject, version: String) -> Payload {
        let fields =
            [NameValue("Action", name), NameValue("Version", version)]
            + parameters.members.flatMap { $0.value.fields(named: $0.key) }
        let form = fields.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
        return Payload(
            headers: [NameValue("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(form.utf8)
        )
    }
}

extension JSONObject {
    /// Removes a member, and gives its text; an empty one if there is none.
    fileprivate mutating func take(_ name: String) -> String {
        let text = self[name]?.text ?? ""
        self[name] = nil
        return text
    }
}

extension JSONValue {
    /// As a path or a query has it; nil for a list, an object and null.
    fileprivate var text: String? {
        switch self {
        case .string(let text): text
        case .integer(let value): String(value)
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// `Name.member.1`, `Name.member.2` … for a list, and `Name.Member` for an object.
    fileprivate func fields(named name: String) -> [NameValue] {
        switch self {
        case .null: []
        case .bool, .integer, .string: [NameValue(name, text ?? "")]
        case .array(let values):
            values.enumerated().flatMap { $0.element.fields(named: "\(name).member.\($0.offset + 1)") }
        case .object(let object): object.members.flatMap { $0.value.fields(named: "\(name).\($0.key)") }
        }
    }
}
