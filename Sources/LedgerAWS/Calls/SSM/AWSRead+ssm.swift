import LedgerValues

extension AWSRead<[String]> {
    /// Which of these parameters exist, by their names; ten at most.
    ///
    /// Their values are not decrypted, and not kept.
    package static func getParameters(_ names: [String]) -> Self {
        Self(
            AWSOperation(.ssm, "GetParameters"),
            ["Names": .list(names), "WithDecryption": false],
            answer: .texts("Name", of: "Parameters")
        )
    }
}
