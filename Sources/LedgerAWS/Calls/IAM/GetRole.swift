/// Whether a role of IAM is there.
package struct GetRole: QueryCall {
    package static let operation = AWSOperation(.iam, "GetRole", .read)

    package let name: String

    package init(_ name: String) {
        self.name = name
    }

    package var parameters: [QueryParameter] { [.text("RoleName", name)] }

    package struct Answer: XMLAnswer, Equatable {
        package let arn: String
        /// Who may take it on, percent-encoded as IAM gives it.
        package let trustPolicy: String?

        package init(_ result: XMLElement) throws(AnswerError) {
            guard let role = result.first("Role") else { throw .missing("Role") }
            arn = try role.required("Arn")
            trustPolicy = role.text("AssumeRolePolicyDocument")
        }
    }
}
