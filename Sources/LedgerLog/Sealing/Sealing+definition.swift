package import LedgerDomain

extension SealingKey {
    /// Seals every environment value in `data`, wherever it stands.
    ///
    /// Found by shape, so that requests, answers and task definitions need no rule each: `environment`, a list of
    /// `{name, value}` (ECS), and `Environment.Variables` or `environment.variables`, an object of values (Lambda). What is
    /// sealed already stays as it is.
    package func sealingEnvironments(in data: JSONObject, family: String? = nil) -> JSONObject {
        let place = Place(family: family ?? data["family"]?.string ?? "", container: data["name"]?.string ?? "")
        return JSONObject(data.members.map { ($0.key, sealing($0.value, under: $0.key, at: place)) })
    }

    private struct Place {
        let family, container: String

        func path(_ name: String) -> SealPath {
            SealPath(family: family, container: container, name: name)
        }
    }

    private func sealing(_ value: JSONValue, under key: String, at place: Place) -> JSONValue {
        switch (key, value) {
        case ("environment", .array(let variables)):
            .array(variables.map { sealingVariable($0, at: place) })
        case ("environment", .object(let object)), ("Environment", .object(let object)):
            .object(JSONObject(object.members.map { ($0.key, sealingMap($0.value, under: $0.key, at: place)) }))
        case (_, .object(let object)): .object(sealingEnvironments(in: object, family: place.family))
        case (_, .array(let elements)): .array(elements.map { sealing($0, under: "", at: place) })
        default: value
        }
    }

    private func sealingVariable(_ variable: JSONValue, at place: Place) -> JSONValue {
        guard case .object(var object) = variable, let value = object["value"]?.plainText else { return variable }
        object["value"] = seal(value, at: place.path(object["name"]?.string ?? ""))
        return .object(object)
    }

    private func sealingMap(_ value: JSONValue, under key: String, at place: Place) -> JSONValue {
        guard key.lowercased() == "variables", case .object(let variables) = value else { return value }
        let sealed = variables.members.map { variable in
            let text = variable.value.plainText
            return (variable.key, text.map { seal($0, at: place.path(variable.key)) } ?? variable.value)
        }
        return .object(JSONObject(sealed))
    }
}

extension JSONValue {
    /// The text of a value that is still to be sealed; nil for one that is sealed or absent.
    fileprivate var plainText: String? {
        switch self {
        case .string(let text): text
        case .object where sealedMAC != nil: nil
        case .null: nil
        case .bool, .integer, .array, .object: CanonicalJSON.text(self)
        }
    }
}

extension SealingKey {
    /// The fingerprint of a task definition whose values are sealed under this key.
    ///
    /// Left out is what AWS adds to a body that it registers, and tags, which are not part of it.
    package func fingerprint(ofDefinition definition: JSONObject) -> String {
        var body = definition.withoutSealing
        for name in Self.addedByAWS { body[name] = nil }
        return fingerprint(of: .object(body))
    }

    /// Members of DescribeTaskDefinition's answer that RegisterTaskDefinition does not take.
    private static let addedByAWS = [
        "compatibilities", "deregisteredAt", "registeredAt", "registeredBy", "requiresAttributes", "revision", "status",
        "tags", "taskDefinitionArn",
    ]
}
