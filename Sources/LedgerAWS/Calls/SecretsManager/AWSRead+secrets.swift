import LedgerValues

extension AWSRead<SecretDescription> {
    /// Whether a secret exists, without its value.
    package static func describeSecret(_ id: String) -> Self {
        Self(
            AWSOperation(.secretsManager, "DescribeSecret"),
            ["SecretId": .string(id)],
            answer: .whole(SecretDescription.init)
        )
    }
}
