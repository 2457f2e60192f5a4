package import LedgerValues

/// What has happened to a stack.
package enum StackEvent: Equatable, Sendable {
    case created(StackCreated)
    /// Only what changes; null removes.
    case changed(JSONObject)
    case deleted(reason: String?)
}

package struct StackCreated: Equatable, Sendable {
    package var stack: StackName
    package var architecture: Architecture
    package var repository: SourceRepository?
    package var account: String?
    package var region: String?
    package var description: String?

    package init(
        stack: StackName,
        architecture: Architecture,
        repository: SourceRepository? = nil,
        account: String? = nil,
        region: String? = nil,
        description: String? = nil
    ) {
        self.stack = stack
        self.architecture = architecture
        self.repository = repository
        self.account = account
        self.region = region
        self.description = description
    }
}

package enum Architecture: String, CaseIterable, Sendable {
    /// Stages are ECS services.
    case container
    /// Stages are Lambda functions.
    case serverless
}

/// Where a stack's source code is.
package struct SourceRepository: Equatable, Sendable {
    package var provider, url, branch: String

    package init(provider: String, url: String, branch: String) {
        (self.provider, self.url, self.branch) = (provider, url, branch)
    }
}
