import LedgerValues

extension AWSRead<[String]> {
    /// The names of the log groups that begin with `prefix`.
    package static func describeLogGroups(prefix: String) -> Self {
        Self(
            AWSOperation(.cloudWatchLogs, "DescribeLogGroups", pages: .nextToken),
            ["logGroupNamePrefix": .string(prefix)],
            answer: .texts("logGroupName", of: "logGroups")
        )
    }
}
