import LedgerAWS
import LedgerDomain
import LedgerValues

/// Lets the stage's alias name a version.
struct AliasUpdate: FunctionOperation {
    let client: AWSClient

    /// With the revision that the alias has now, and only once the version can run.
    func request(as _: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try FunctionTarget(deployment.stage)
        let published = deployment.landed[.publishVersion]?["revision"]?.string
        guard let name = deployment.alias, let version = published ?? deployment.request.revision else {
            throw .unusable("nothing says which version '\(target.name)' is to run", hint: "name a target")
        }
        let alias = try await client.alias(name, of: target.name)
        if let known = deployment.request.changes["runningVersion"]?.string, ![known, version].contains(alias.version) {
            throw .unusable(
                "somebody changed alias '\(name)' meanwhile: it names version \(alias.version)",
                hint: "deploy again"
            )
        }
        if !deployment.isRehearsal {
            try await client.function(target.name, version: version).configuration.requireSettled()
        }
        var request: JSONObject = [
            "FunctionName": .string(target.name), "Name": .string(name), "FunctionVersion": .string(version),
        ]
        request["RevisionId"] = alias.revisionID.map { .string($0) }
        return request
    }

    func send(_ request: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        let call = UpdateAlias(
            request.text(of: "FunctionName"),
            alias: request.text(of: "Name"),
            version: request.text(of: "FunctionVersion"),
            revisionID: request["RevisionId"]?.string
        )
        return await answer(await client.send(call), to: request, of: deployment) { $0.landing }
    }

    func sight(_ request: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> CloudSight {
        let alias = try await client.alias(request.text(of: "Name"), of: request.text(of: "FunctionName"))
        if let revision = alias.revisionID, revision == request["RevisionId"]?.string {
            return .absent(["FunctionVersion": .string(alias.version)])
        }
        if alias.version == request["FunctionVersion"]?.string, alias.otherVersions.isEmpty {
            return .landed(alias.landing)
        }
        return .inconclusive(why: "somebody changed the alias meanwhile: it names version \(alias.version)")
    }
}

extension FunctionAlias {
    fileprivate var landing: JSONObject { ["revision": .string(version), "alias": .string(name)] }
}
