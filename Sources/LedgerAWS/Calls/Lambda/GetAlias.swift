/// The version that an alias names.
package struct GetAlias: RESTCall {
    package typealias Answer = FunctionAlias

    package static let operation = AWSOperation(
        .lambda,
        "GetAlias",
        .read,
        method: .get,
        path: "/2015-03-31/functions/{FunctionName}/aliases/{Name}"
    )

    package let function, alias: String

    package init(_ function: String, alias: String) {
        (self.function, self.alias) = (function, alias)
    }

    package var segments: [String: String] { ["FunctionName": function, "Name": alias] }
}
