package import LedgerValues

/// Whether parameters of SSM are there; ten at most.
///
/// Their values are not decrypted, and not kept.
package struct GetParameters: JSONCall {
    package static let operation = AWSOperation(.ssm, "GetParameters", .read)

    package let names: [String]

    package init(_ names: [String]) {
        self.names = names
    }

    package var members: JSONObject {
        ["Names": .array(names.map { .string($0) }), "WithDecryption": false]
    }

    package struct Answer: JSONAnswer, Equatable {
        package let found: [Parameter]
        /// Names that are not there.
        package let invalid: [String]

        package init(_ object: JSONObject) {
            found = object.objects("Parameters").map {
                Parameter(name: $0.text("Name") ?? "", arn: $0.text("ARN"), version: $0.integer("Version"))
            }
            invalid = object.texts("InvalidParameters")
        }
    }

    package struct Parameter: Equatable, Sendable {
        package let name: String
        package let arn: String?
        package let version: Int64?
    }
}
