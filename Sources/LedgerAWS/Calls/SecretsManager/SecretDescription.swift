package import LedgerValues

/// A secret without its value.
package struct SecretDescription: Equatable, Sendable {
    package let arn: String
    package let name: String?
    /// Set when it is marked for deletion: its values can no longer be read.
    package let deletedAt: Timestamp?
    /// The stages, such as `AWSCURRENT`, of each version.
    package let versions: [String: [String]]

    init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("ARN")
        name = object.text("Name")
        deletedAt = object.seconds("DeletedDate")
        let stages = object.object("VersionIdsToStages") ?? [:]
        versions = Dictionary(stages.members.map { ($0.key, stages.texts($0.key)) }) { $1 }
    }
}
