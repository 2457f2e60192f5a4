import LedgerValues

/// A name for a version of a function; it can be pointed to another version.
package struct FunctionAlias: Equatable, Sendable {
    package let arn, name, version: String
    package let revisionID: String?
    /// Further versions that get a share of the calls.
    package let otherVersions: [String]

    init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("AliasArn")
        name = try object.required("Name")
        version = try object.required("FunctionVersion")
        revisionID = object.text("RevisionId")
        let weights = object.object("RoutingConfig")?.object("AdditionalVersionWeights")
        otherVersions = weights?.members.map(\.key) ?? []
    }
}
