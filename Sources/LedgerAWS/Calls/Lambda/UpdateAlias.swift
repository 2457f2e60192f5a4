package import LedgerValues

/// Lets an alias name another version, for all of its calls.
package struct UpdateAlias: RESTCall {
    package typealias Answer = FunctionAlias

    package static let operation = AWSOperation(
        .lambda,
        "UpdateAlias",
        .write,
        method: .put,
        path: "/2015-03-31/functions/{FunctionName}/aliases/{Name}"
    )

    package let function, alias, version: String
    /// Refused as outdated when the alias has another by now.
    package let revisionID: String?

    package init(_ function: String, alias: String, version: String, revisionID: String?) {
        (self.function, self.alias, self.version, self.revisionID) = (function, alias, version, revisionID)
    }

    package var segments: [String: String] { ["FunctionName": function, "Name": alias] }

    package var members: JSONObject? {
        JSONObject(given: [
            ("FunctionVersion", .string(version)), ("RevisionId", revisionID.map { .string($0) }),
            ("RoutingConfig", ["AdditionalVersionWeights": [:]]),
        ])
    }
}
