import LedgerValues

/// A repository of ECR; one of another account is named with that account.
package struct ECRRepository: Hashable, Sendable {
    package let name: String
    package let account: String?

    package init(_ name: String, account: String? = nil) {
        (self.name, self.account) = (name, account)
    }

    var members: [(String, JSONValue?)] {
        [("repositoryName", .string(name)), ("registryId", account.map { .string($0) })]
    }
}
