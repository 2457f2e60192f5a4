import LedgerAWS
import LedgerDomain
import LedgerValues

/// Points the stage's alias to a version.
struct AliasUpdate: FunctionOperation {
    let client: AWSClient

    /// With the current revision of the alias, and only once the version can run.
    func request(as _: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try FunctionTarget(deployment.stage)
        guard let name = deployment.alias, let version = deployment.wantedVersion else {
            throw .unusable("no version is known that '\(target.name)' should run", hint: "name a target")
        }
        let alias = try await client.alias(name, of: target.name)
        if let known = deployment.request.changes.runningVersion, ![known, version].contains(alias.version) {
            throw .unusable(
                "somebody changed alias '\(name)' in the meantime: it points to version \(alias.version)",
                hint: "deploy again"
            )
        }
        if !deployment.isRehearsal {
            try await client.function(target.name, version: version).configuration.requireSettled()
        }
        var request = target.members
        (request["Name"], request["FunctionVersion"]) = (.string(name), .string(version))
        request["RevisionId"] = alias.revisionID.map { .string($0) }
        return request
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        var expected = try FunctionTarget(deployment.stage).members
        expected["Name"] = deployment.alias.map { .string($0) } ?? .null
        // Somebody may have resolved the publication by hand; then its result is not recorded.
        let isUnknown = deployment.wantedVersion == nil && deployment.landed[.publishVersion] != nil
        expected["FunctionVersion"] = isUnknown ? nil : deployment.wantedVersion.map { .string($0) } ?? .null
        try recorded.require(expected, of: deployment.stage.id)
    }

    /// For all calls of the alias, unless the record splits them.
    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        let request = recorded.completed(with: ["RoutingConfig": ["AdditionalVersionWeights": [:]]])
        return await answer(await client.send(AWSWrite.updateAlias(request)), to: recorded, of: deployment) {
            $0.result
        }
    }

    func look(for recorded: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> LookResult {
        let target = try FunctionTarget(deployment.stage)
        let alias = try await client.alias(recorded.text(of: "Name"), of: target.name)
        if let revision = alias.revisionID, revision == recorded["RevisionId"]?.string {
            return .absent(["FunctionVersion": .string(alias.version)])
        }
        if alias.version == recorded["FunctionVersion"]?.string, alias.otherVersions.isEmpty {
            return .landed(alias.result)
        }
        return .inconclusive(
            why: "somebody changed the alias in the meantime: it points to version \(alias.version)"
        )
    }
}

extension FunctionAlias {
    fileprivate var result: JSONObject { ["revision": .string(version), "alias": .string(name)] }
}

extension DeploymentContext {
    /// The version that the alias is to point to: the published one, or the one that was asked for.
    fileprivate var wantedVersion: String? {
        landed[.publishVersion]?["revision"]?.string ?? request.revision
    }
}
