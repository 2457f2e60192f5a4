import LedgerDomain
import LedgerValues

/// Walks an event's data and replaces values that may be secret.
///
/// Sealing, checking and opening use the same walk, so they find the same values under the same paths. Values are found
/// by the names of the members above them, in any case and any of these shapes, so requests, responses and task
/// definitions need no rules of their own. An `environment` can be a list of `{name, value}` (ECS, CloudFormation,
/// CodeBuild), an object of values, or an object of such objects (Lambda). All texts of a task definition are searched
/// for credentials, and all texts anywhere for JSON that holds any of these.
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

    /// Nil if nothing was replaced.
    mutating func walk(_ document: JSONValue) throws(Failure) -> JSONValue? {
        try document.mayHoldSecrets ? descend(document, under: nil, in: SealPlace()) : nil
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
            let place = place.below(member.key, of: object)
            return switch SensitiveMember(member.key) {
            case .environment(let kind): try environment(member.value, named: member.key, as: kind, in: place)
            case .files: try files(member.value, named: member.key, in: place)
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
        if value.string != nil || value.sealedObject != nil { return try text(value, in: place) }
        return switch value {
        case .object(let object): try self.object(object, in: place.wrapped(by: key)).map(JSONValue.object)
        case .array(let elements):
            try elements.mapping { (_, element) throws(Failure) in try descend(element, under: nil, in: place) }
        // An opened value is a text: a number would not be what AWS takes.
        case .null, .bool, .integer, .string: nil
        }
    }

    /// Visits a text that no rule names; it may be sealed.
    private mutating func text(_ value: JSONValue, in place: SealPlace) throws(Failure) -> JSONValue? {
        if let name = place.unknown {
            if value.sealedObject == nil, SealPlace.isName(name) { return nil }
            return try visit(SealCandidate(value, place.path(name), .hidden, in: place))
        }
        let kind: SealCandidate.Kind = place.isSearched ? .definition(key: place.key) : .text
        return try visit(SealCandidate(value, place.path, kind, in: place))
    }

    private mutating func message(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        switch value {
        case .string: try visit(SealCandidate(value, place.path(name), .message, in: place))
        case .array(let elements):
            try elements.mapping { (_, element) throws(Failure) in try message(element, named: name, in: place) }
        case .null, .bool, .integer, .object: try descend(value, under: name, in: place)
        }
    }
}

// MARK: - Environments

extension SealVisitor {
    /// Visits everything in an environment but the names of variables: of a `{name, value}` in a list, the name.
    private mutating func environment(
        _ value: JSONValue,
        named name: String,
        as kind: SealCandidate.Kind,
        in place: SealPlace,
        isEntry: Bool = false
    ) throws(Failure) -> JSONValue? {
        if let object = value.object, object.isVariable, isEntry || object.isSealedVariable {
            return try variable(object, as: kind, in: place).map(JSONValue.object)
        }
        if value.sealedObject != nil { return try visit(SealCandidate(value, place.path(name), kind, in: place)) }
        return switch value {
        case .null: nil
        case .object(let object):
            try object.mapping { member throws(Failure) in
                let place = place.below(member.key, of: object)
                return try environment(member.value, named: member.key, as: kind, in: place)
            }.map(JSONValue.object)
        case .array(let elements):
            try elements.mapping { (_, element) throws(Failure) in
                try environment(element, named: name, as: kind, in: place, isEntry: true)
            }
        case .bool, .integer, .string: try visit(SealCandidate(value, place.path(name), kind, in: place))
        }
    }

    private mutating func variable(
        _ variable: JSONObject,
        as kind: SealCandidate.Kind,
        in place: SealPlace
    ) throws(Failure) -> JSONObject? {
        let named = variable.member("name")
        let name = named?.value.string ?? ""
        return try variable.mapping { member throws(Failure) in
            if member.key == named?.key || member.value.isNull { return nil }
            let place = place.below(member.key, of: variable)
            if member.key.lowercased() == "value" {
                return try visit(SealCandidate(member.value, place.path(name), kind, in: place))
            }
            if place.unknown == nil, member.isVariableType { return nil }
            return try environment(member.value, named: member.key, as: .hidden, in: place)
        }
    }

    /// Visits the values of environment files.
    private mutating func files(
        _ value: JSONValue,
        named name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONValue? {
        if value.string != nil || value.sealedObject != nil {
            return try visit(SealCandidate(value, place.path(name), .file, in: place))
        }
        return switch value {
        case .object(let object):
            try object.mapping { member throws(Failure) in
                try files(member.value, named: name, in: place.below(member.key, of: object))
            }.map(JSONValue.object)
        case .array(let elements):
            try elements.mapping { (_, element) throws(Failure) in try files(element, named: name, in: place) }
        case .null, .bool, .integer, .string: nil
        }
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

    /// The value of an entry `{name, value}` is named by the entry.
    private mutating func inlineMembers(
        _ object: JSONObject,
        _ name: String,
        in place: SealPlace
    ) throws(Failure) -> JSONObject? {
        let label = object.label?.value.string
        return try object.mapping { member throws(Failure) in
            if case .environment(let kind) = SensitiveMember(member.key) {
                return try environment(member.value, named: member.key, as: kind, in: place)
            }
            let key = member.key.lowercased() == "value" ? label ?? member.key : member.key
            return try inline(member.value, "\(name).\(member.key)", key: key, in: place)
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
