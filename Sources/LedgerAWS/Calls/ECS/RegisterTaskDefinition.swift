package import LedgerValues

/// Makes a new revision of a family.
///
/// AWS takes no token here: each time that it is carried out, there is one more revision. A tag tells ours.
/// Concealed, as environment values stand in it.
package struct RegisterTaskDefinition: JSONCall, Concealed {
    package typealias Answer = DescribeTaskDefinition.Answer

    package static let operation = AWSOperation(.ecs, "RegisterTaskDefinition", .write)

    package let definition: JSONObject
    package let tags: [AWSTag]

    /// Takes what ``TaskDefinition/registrable`` gives.
    package init(_ definition: JSONObject, tags: [AWSTag]) {
        (self.definition, self.tags) = (definition, tags)
    }

    package var members: JSONObject {
        var members = definition
        members["tags"] = tags.isEmpty ? nil : .array(tags.map(\.json))
        return members
    }
}
