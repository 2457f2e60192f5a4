import LedgerValues

extension AWSRead<String> {
    /// The ARN of a role.
    package static func getRole(_ name: String) -> Self {
        Self(
            AWSOperation(.iam, "GetRole"),
            ["RoleName": .string(name)],
            answer: .result { result throws(AnswerError) in
                guard let role = result.first("Role") else { throw .missing("Role") }
                return try role.required("Arn")
            }
        )
    }
}
