import LedgerDomain
import LedgerValues

/// A value that may have to be kept sealed, or is.
struct SealSite {
    enum Kind {
        case environment
        /// `key` is what the value is called in an object, `previous` the element before it in a list.
        case inline(key: String?, previous: String?)
        case message
    }

    let value: JSONValue
    let path: SealPath
    let kind: Kind
}

/// Goes through an event's data and replaces the values that may be secret.
///
/// Sealing, checking and opening all go the same way, so that each finds what the others found, under the same path.
/// Values are found by the names over them, so that requests, answers and task definitions need no rule each, in whatever
/// letters and shape: of `environment` a list of `{name, value}` (ECS, CloudFormation, CodeBuild), an object of values, and
/// an object of objects of them (Lambda).
protocol SealVisitor {
    associatedtype Failure: Error

    /// What takes the value's place, nil when it stays.
    ///
    /// Of an environment everything comes here, of anything else texts and numbers. What stays is not copied: most of what
    /// is taken in is sealed already.
    mutating func visit(_ site: SealSite) throws(Failure) -> JSONValue?
}

extension SealVisitor {
    mutating func walk(_ data: JSONObject) throws(Failure) -> JSONObject {
        guard data.mayHoldSecrets else { return data }
        return try object(data, in: SealPlace(), isWhole: true) ?? data
    }

    /// The `reason` of the event itself is what a person wrote, and stays; in what was taken over from AWS it is AWS's.
    private mutating func object(
        _ object: JSONObject,
        in place: SealPlace,
        isWhole: Bool = false
    ) throws(Failure) -> JSONObject? {
        let place = place.entering(object)
        return try object.mapping { member throws(Failure) in
            if isWhole, member.key == "reason" { return nil }
            return switch SensitiveMember(member.key) {
            case .environment: try environment(member.value, named: member.key, in: place)
            case .inline: try inline(member.value, place.name(member.key), in: place)
            case .message: try message(member.value, named: member.key, in: place)
            case nil: try descend(member.value, under: member.key, in: place)
            }
        }
    }

    private mutating func descend(
        _ value: JSONValue,
        under key: String?,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        switch value {
        case .object(let object): try self.object(object, in: place.wrapped(by: key)).map(JSONValue.object)
        case .array(let elements):
            try elements.mapping { (_, element) throws(Failure) in try descend(element, under: nil, in: place) }
        case .null, .bool, .integer, .string: nil
        }
    }

    private mutating func message(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        guard value.string != nil else { return try descend(value, under: name, in: place) }
        return try visit(SealSite(value: value, path: place.path(name), kind: .message))
    }
}

// MARK: - Environments

extension SealVisitor {
    /// All of an environment; of a variable with a name, its value alone.
    private mutating func environment(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        if let variable = value.object, variable.isVariable {
            return try self.variable(variable, in: place).map(JSONValue.object)
        }
        if value.sealedObject != nil { return try visitVariable(value, named: name, in: place) }
        return switch value {
        case .null: nil
        case .object(let object):
            try object.mapping { member throws(Failure) in
                try environment(member.value, named: member.key, in: place)
            }.map(JSONValue.object)
        case .array(let elements):
            try elements.mapping { (_, element) throws(Failure) in
                try environment(element, named: name, in: place)
            }
        case .bool, .integer, .string: try visitVariable(value, named: name, in: place)
        }
    }

    private mutating func variable(_ variable: JSONObject, in place: SealPlace) throws(Failure) -> JSONObject? {
        let name = variable.member("name")?.value.string ?? ""
        return try variable.mapping { member throws(Failure) in
            guard member.key.lowercased() == "value", !member.value.isNull else { return nil }
            return try visitVariable(member.value, named: name, in: place)
        }
    }

    private mutating func visitVariable(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        try visit(SealSite(value: value, path: place.path(name), kind: .environment))
    }
}

// MARK: - Values among others

extension SealVisitor {
    private mutating func inline(
        _ value: JSONValue,
        _ name: String,
        key: String? = nil,
        after previous: String? = nil,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        if value.sealedObject == nil {
            switch value {
            case .object(let object) where object.claimsToBeSealed:
                return try visit(SealSite(value: value, path: place.path(name), kind: .environment))
            case .object(let object): return try inlineMembers(object, name, in: place).map(JSONValue.object)
            case .array(let elements): return try inlineElements(elements, name, key: key, in: place)
            case .null, .bool: return nil
            case .integer, .string: break
            }
        }
        return try visit(
            SealSite(value: value, path: place.path(name), kind: .inline(key: key, previous: previous))
        )
    }

    private mutating func inlineMembers(
        _ object: JSONObject,
        _ name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONObject? {
        try object.mapping { member throws(Failure) in
            if case .environment = SensitiveMember(member.key) {
                return try environment(member.value, named: member.key, in: place)
            }
            return try inline(member.value, "\(name).\(member.key)", key: member.key, in: place)
        }
    }

    private mutating func inlineElements(
        _ elements: [JSONValue],
        _ name: String,
        key: String?,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        try elements.mapping { (index, element) throws(Failure) in
            let previous = index > 0 ? elements[index - 1].string : nil
            return try inline(element, "\(name)[\(index)]", key: key, after: previous, in: place)
        }
    }
}
