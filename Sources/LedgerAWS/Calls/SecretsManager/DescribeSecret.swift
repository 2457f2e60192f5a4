package import LedgerValues

/// Whether a secret is there, without its value.
package struct DescribeSecret: JSONCall {
    package static let operation = AWSOperation(.secretsManager, "DescribeSecret", .read)

    package let id: String

    package init(_ id: String) {
        self.id = id
    }

    package var members: JSONObject { ["SecretId": .string(id)] }

    package struct Answer: JSONAnswer, Equatable {
        package let arn: String
        package let name: String?
        /// Set when it is marked to be deleted: nothing can be read from it any more.
        package let deletedAt: Timestamp?
        /// The stages, as `AWSCURRENT`, of each version.
        package let versions: [String: [String]]

        package init(_ object: JSONObject) throws(AnswerError) {
            arn = try object.required("ARN")
            name = object.text("Name")
            deletedAt = object.seconds("DeletedDate")
            let stages = object.object("VersionIdsToStages") ?? [:]
            versions = Dictionary(stages.members.map { ($0.key, stages.texts($0.key)) }) { $1 }
        }
    }
}
