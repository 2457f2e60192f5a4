import LedgerValues

extension AWSRead<FunctionDescription> {
    /// A function, or one of its versions, with its code and its tags.
    package static func getFunction(_ function: String, version: String? = nil) -> Self {
        Self(
            AWSOperation(.lambda, "GetFunction", .get, "/2015-03-31/functions/{FunctionName}", query: ["Qualifier"]),
            JSONObject(given: [("FunctionName", .string(function)), ("Qualifier", version.map { .string($0) })]),
            answer: .whole(FunctionDescription.init)
        )
    }
}

extension AWSRead<FunctionConfiguration> {
    /// The state of a function, or of one of its versions, without its code.
    package static func getFunctionConfiguration(_ function: String, version: String? = nil) -> Self {
        Self(
            AWSOperation(
                .lambda,
                "GetFunctionConfiguration",
                .get,
                "/2015-03-31/functions/{FunctionName}/configuration",
                query: ["Qualifier"]
            ),
            JSONObject(given: [("FunctionName", .string(function)), ("Qualifier", version.map { .string($0) })]),
            answer: .whole(FunctionConfiguration.init)
        )
    }
}

extension AWSRead<[FunctionConfiguration]> {
    /// The versions of a function, `$LATEST` among them.
    package static func listVersions(of function: String) -> Self {
        Self(
            AWSOperation(
                .lambda,
                "ListVersionsByFunction",
                .get,
                "/2015-03-31/functions/{FunctionName}/versions",
                query: ["Marker"],
                pages: PageTokens("Marker", "NextMarker")
            ),
            ["FunctionName": .string(function)],
            answer: .list("Versions", FunctionConfiguration.init)
        )
    }
}

extension AWSRead<FunctionAlias> {
    /// The version that an alias points to.
    package static func getAlias(_ alias: String, of function: String) -> Self {
        Self(
            AWSOperation(.lambda, "GetAlias", .get, "/2015-03-31/functions/{FunctionName}/aliases/{Name}"),
            ["FunctionName": .string(function), "Name": .string(alias)],
            answer: .whole(FunctionAlias.init)
        )
    }
}

extension AWSRead<[String: String]> {
    /// The tags of a function.
    package static func listTags(of arn: String) -> Self {
        Self(
            AWSOperation(.lambda, "ListTags", .get, "/2017-03-31/tags/{Resource}"),
            ["Resource": .string(arn)],
            answer: .map("Tags")
        )
    }
}
