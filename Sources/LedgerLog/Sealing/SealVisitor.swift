import LedgerDomain
import LedgerValues

/// A value that may need sealing, or is sealed.
struct SealCandidate {
    enum Kind {
        case environment
        /// `key` is the value's name in an object, `previous` the element before it in a list.
        case inline(key: String?, previous: String?)
        case message
        /// Only below a member that AWS does not know.
        case other
    }

    let value: JSONValue
    let path: SealPath
    let kind: Kind
    /// Whether it is below a member of a task definition that AWS does not know.
    ///
    /// A misspelt `environment` holds what the right one would. It is sealed, but not required to be: earlier versions
    /// did not seal it, and AWS may know more than the table.
    let isUnknown: Bool
}

extension SealCandidate {
    init(_ value: JSONValue, _ path: SealPath, _ kind: Kind, in place: SealPlace) {
        self.init(value: value, path: path, kind: kind, isUnknown: place.unknown != nil)
    }
}

/// Walks an event's data and replaces values that may be secret.
///
/// Sealing, checking and opening use the same walk, so they find the same values under the same paths. Values are found
/// by the names of the members above them, in any case and any of these shapes, so requests, responses and task
/// definitions need no rules of their own. An `environment` can be a list of `{name, value}` (ECS, CloudFormation,
/// CodeBuild), an object of values, or an object of such objects (Lambda).
protocol SealVisitor {
    associatedtype Failure: Error

    /// Returns the replacement for a value; nil keeps it.
    ///
    /// Called for every value of an environment, and elsewhere for texts and numbers. Unchanged data is not copied:
    /// most incoming data is sealed already.
    mutating func visit(_ site: SealCandidate) throws(Failure) -> JSONValue?
}

extension SealVisitor {
    mutating func walk(_ data: JSONObject) throws(Failure) -> JSONObject {
        guard data.mayHoldSecrets else { return data }
        return try object(data, in: SealPlace(), isWhole: true) ?? data
    }

    /// A top-level `reason` is written by a person and stays; a nested one comes from AWS.
    private mutating func object(
        _ object: JSONObject,
        in place: SealPlace,
        isWhole: Bool = false
    ) throws(Failure) -> JSONObject? {
        let place = place.entering(object)
        return try object.mapping { member throws(Failure) in
            if isWhole, member.key == "reason" { return nil }
            let place = place.below(member.key)
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
        if let name = place.unknown, value.sealedObject != nil { return try visitOther(value, named: name, in: place) }
        return switch value {
        case .object(let object): try self.object(object, in: place.wrapped(by: key)).map(JSONValue.object)
        case .array(let elements):
            try elements.mapping { (_, element) throws(Failure) in try descend(element, under: nil, in: place) }
        case .string:
            try place.unknown.flatMap { name throws(Failure) in
                SealPlace.isName(name) ? nil : try visitOther(value, named: name, in: place)
            }
        // An opened value is a text: a number would not be what AWS takes.
        case .null, .bool, .integer: nil
        }
    }

    private mutating func visitOther(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        try visit(SealCandidate(value, place.path(name), .other, in: place))
    }

    private mutating func message(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        guard value.string != nil else { return try descend(value, under: name, in: place) }
        return try visit(SealCandidate(value, place.path(name), .message, in: place))
    }
}

// MARK: - Environments

extension SealVisitor {
    /// Visits everything in an environment; of a `{name, value}` variable only the value.
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
            guard member.key.lowercased() == "value" else {
                let place = place.below(member.key)
                return place.unknown == nil ? nil : try descend(member.value, under: member.key, in: place)
            }
            return member.value.isNull ? nil : try visitVariable(member.value, named: name, in: place)
        }
    }

    private mutating func visitVariable(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        try visit(SealCandidate(value, place.path(name), .environment, in: place))
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
                return try visit(SealCandidate(value, place.path(name), .environment, in: place))
            case .object(let object): return try inlineMembers(object, name, in: place).map(JSONValue.object)
            case .array(let elements): return try inlineElements(elements, name, key: key, in: place)
            case .null, .bool: return nil
            case .integer, .string: break
            }
        }
        return try visit(SealCandidate(value, place.path(name), .inline(key: key, previous: previous), in: place))
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
