/// How a function stands, without its code: what a wait for an update looks at.
package struct GetFunctionConfiguration: RESTCall {
    package typealias Answer = FunctionConfiguration

    package static let operation = AWSOperation(
        .lambda,
        "GetFunctionConfiguration",
        .read,
        method: .get,
        path: "/2015-03-31/functions/{FunctionName}/configuration"
    )

    package let function: String
    package let qualifier: String?

    package init(_ function: String, qualifier: String? = nil) {
        (self.function, self.qualifier) = (function, qualifier)
    }

    package var segments: [String: String] { ["FunctionName": function] }
    package var query: [NameValue] { qualifier.map { [NameValue("Qualifier", $0)] } ?? [] }
}
