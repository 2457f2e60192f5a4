import LedgerAWS
import LedgerDomain

extension AWSCloud {
    /// Lambda has no deployments with an id.
    ///
    /// The current state of the function or of its alias tells how far it is.
    func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext,
        function: String
    ) async throws(CloudError) -> DeploymentProgress {
        guard let alias = deployment.alias else {
            return DeploymentProgress(try await client.function(function), of: start.image)
        }
        let named = try await client.alias(alias, of: function)
        guard named.version == start.revision else { return .missing(.replaced(by: "version \(named.version)")) }
        return DeploymentProgress(try await client.function(function, version: named.version).configuration.standing)
    }
}
