import LedgerValues

/// The parameters of a call as they are recorded: a value that AWS hides is null, and its place is listed.
///
/// So it is never sealed or compared, as if it were the value. The same is done with values that may be secret and that
/// no rule of sealing finds: parameters of templates, variables of pipelines, tokens.
struct RequestParameters {
    private(set) var object: JSONObject
    private(set) var hidden: [String] = []

    init(_ parameters: JSONValue?, of call: RecordedCall) {
        let own = Self.unrecorded["\(call.service) \(call.operation)"] ?? []
        object = [:]
        guard case .object(let object)? = parameters else { return }
        if case .object(let shown) = show(.object(object), at: "", except: own) { self.object = shown }
    }

    private mutating func show(_ value: JSONValue, at place: String, except own: Set<String>) -> JSONValue {
        switch value {
        case .string(let text) where Self.masks.contains(text):
            hidden.append(place)
            return .null
        case .array(let elements):
            return .array(elements.enumerated().map { show($1, at: "\(place)[\($0)]", except: own) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { member in
                        let inner = place.isEmpty ? member.key : "\(place).\(member.key)"
                        guard own.contains(member.key), !member.value.isNull else {
                            return (member.key, show(member.value, at: inner, except: own))
                        }
                        hidden.append(inner)
                        return (member.key, .null)
                    }
                )
            )
        case .null, .bool, .integer, .string: return value
        }
    }

    /// What AWS writes in place of a value.
    private static let masks: Set = ["HIDDEN_DUE_TO_SECURITY_REASONS", "***", "****"]

    /// Members whose values are not recorded.
    private static let unrecorded: [String: Set<String>] = [
        "cloudformation CreateStack": ["parameterValue", "templateBody"],
        "cloudformation UpdateStack": ["parameterValue", "templateBody"],
        "codepipeline PutApprovalResult": ["token"],
        "codepipeline StartPipelineExecution": ["value"],
        "lambda UpdateFunctionCode": ["zipFile"],
    ]
}
