package import LedgerValues

/// A revision of a task definition, with all that AWS says about it.
///
/// Concealed, as environment values stand in it.
package struct TaskDefinition: Equatable, Sendable, Concealed {
    package let arn, family: String
    package let revision: Int64
    /// One of ``statuses``.
    package let status: String?
    package let registeredAt: Timestamp?
    package let registeredBy: String?
    package let body: JSONObject

    init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("taskDefinitionArn")
        family = try object.required("family")
        guard let revision = object.integer("revision") else { throw .missing("revision") }
        self.revision = revision
        status = object.text("status")
        registeredAt = object.seconds("registeredAt")
        registeredBy = object.text("registeredBy")
        body = object
    }

    /// What registers it again: the body without what AWS adds, but with all unknown members.
    package var registrable: JSONObject {
        var object = body
        for name in Self.addedByAWS { object[name] = nil }
        return object
    }

    package static let statuses = ["ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"]

    /// The members that a description has and a registration does not accept.
    package static let addedByAWS = [
        "compatibilities", "deleteRequestedAt", "deregisteredAt", "registeredAt", "registeredBy", "requiresAttributes",
        "revision", "status", "taskDefinitionArn",
    ]
}
