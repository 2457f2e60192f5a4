package import LedgerDomain

extension SealingKey {
    /// Seals every environment value in `data`, wherever it stands.
    ///
    /// Found by name, so that requests, answers and task definitions need no rule each, in whatever letters and shape:
    /// of `environment` a list of `{name, value}` (ECS, CloudFormation, CodeBuild), an object of values, and an object of
    /// objects of them (Lambda). What is sealed already stays as it is.
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

    private static let environmentNames: Set = ["env", "environment", "environmentvariables"]

    private func sealing(_ value: JSONValue, under key: String, at place: Place) -> JSONValue {
        let name = key.lowercased().filter { $0 != "-" && $0 != "_" }
        if Self.environmentNames.contains(name) { return sealingEnvironment(value, named: key, at: place) }
        return switch value {
        case .object(let object): .object(sealingEnvironments(in: object, family: place.family))
        case .array(let elements): .array(elements.map { sealing($0, under: "", at: place) })
        case .null, .bool, .integer, .string: value
        }
    }

    /// Seals all of an environment; of a variable with a name, its value alone.
    private func sealingEnvironment(_ value: JSONValue, named name: String, at place: Place) -> JSONValue {
        if let variable = value.object, let sealed = sealingVariable(variable, at: place) { return .object(sealed) }
        return switch value {
        case .null: value
        case .object where value.sealedMAC != nil: value
        case .object(let object):
            .object(JSONObject(object.members.map { ($0.key, sealingEnvironment($0.value, named: $0.key, at: place)) }))
        case .array(let elements): .array(elements.map { sealingEnvironment($0, named: name, at: place) })
        case .bool, .integer, .string: seal(value.string ?? CanonicalJSON.text(value), at: place.path(name))
        }
    }

    /// `{name, value}` in any letters; nil for an object that is none.
    private func sealingVariable(_ variable: JSONObject, at place: Place) -> JSONObject? {
        func member(_ name: String) -> JSONObject.Member? { variable.members.first { $0.key.lowercased() == name } }
        guard let name = member("name")?.value.string, let value = member("value") else { return nil }
        var sealed = variable
        if let text = value.value.plainText { sealed[value.key] = seal(text, at: place.path(name)) }
        return sealed
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
