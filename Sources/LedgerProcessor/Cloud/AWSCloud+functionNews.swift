import LedgerAWS
import LedgerDomain

extension AWSCloud {
    /// Lambda has no deployments to be followed by an id: what the function or its alias has now tells.
    func news(
        of start: DeploymentStart,
        in deployment: DeploymentContext,
        function: String
    ) async throws(CloudError) -> CloudNews {
        guard let alias = deployment.alias else {
            return CloudNews(try await client.function(function), of: start.image)
        }
        let named = try await client.alias(alias, of: function)
        guard named.version == start.revision else { return .missing(.replaced(by: "version \(named.version)")) }
        return CloudNews(try await client.function(function, version: named.version).configuration.standing)
    }
}
