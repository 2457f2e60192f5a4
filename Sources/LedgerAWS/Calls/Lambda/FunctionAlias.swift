package import LedgerValues

/// A name for a version of a function, which moves.
package struct FunctionAlias: JSONAnswer, Equatable {
    package let arn, name, version: String
    package let revisionID: String?
    /// Versions that get a share of the calls beside the alias's own.
    package let otherVersions: [String]

    package init(_ object: JSONObject) throws(AnswerError) {
        arn = try object.required("AliasArn")
        name = try object.required("Name")
        version = try object.required("FunctionVersion")
        revisionID = object.text("RevisionId")
        let weights = object.object("RoutingConfig")?.object("AdditionalVersionWeights")
        otherVersions = weights?.members.map(\.key) ?? []
    }
}
