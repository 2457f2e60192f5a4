import LedgerAWS
import LedgerDomain
import LedgerValues

/// Gives a function another image.
struct FunctionCodeUpdate: FunctionOperation {
    let client: AWSClient

    /// With the current revision of the function: AWS refuses the update if somebody changes the function before it arrives.
    func request(as _: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try FunctionTarget(deployment.stage)
        guard let image = deployment.request.image else {
            throw .unusable("no image is known that '\(target.name)' should run", hint: "name a target")
        }
        let function = try await client.function(target.name)
        // This update may repair an earlier one that failed.
        if case .underWay(let what) = function.configuration.standing { throw .notYet(what) }
        if let known = deployment.knownCode { try function.require(known) }
        var request: JSONObject = ["FunctionName": .string(target.name), "ImageUri": .string(image)]
        request["RevisionId"] = function.configuration.revisionID.map { .string($0) }
        return request
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        var expected = try FunctionTarget(deployment.stage).members
        expected["ImageUri"] = deployment.request.image.map { .string($0) } ?? .null
        try recorded.require(expected, of: deployment.stage.id)
    }

    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        let outcome = await client.send(AWSWrite.updateFunctionCode(recorded))
        return await answer(outcome, to: recorded, of: deployment) { $0.result(of: recorded) }
    }

    /// If the revision is still the one that was read, nobody has changed the function.
    func look(for recorded: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> LookResult {
        let function = try await client.function(try FunctionTarget(deployment.stage).name)
        let revision = function.configuration.revisionID
        if let revision, revision == recorded["RevisionId"]?.string {
            return .absent(["RevisionId": .string(revision)])
        }
        if function.has(recorded.text(of: "ImageUri")) { return .landed(function.configuration.result(of: recorded)) }
        return .inconclusive(
            why: "somebody changed the function in the meantime: it has \(function.image ?? "no image")"
        )
    }
}

extension FunctionConfiguration {
    /// The result of an update of the code.
    fileprivate func result(of recorded: JSONObject) -> JSONObject {
        var result: JSONObject = [:]
        result["image"] = recorded["ImageUri"]
        result["codeSha256"] = codeSHA256.map { .string($0) }
        result["startedAt"] = lastModified.map { .string($0.description) }
        result["functionRevision"] = revisionID.map { .string($0) }
        return result
    }
}

extension DeploymentContext {
    /// The image of the function's newest code when the deployment was asked for, if AWS told it.
    fileprivate var knownCode: String? {
        alias == nil ? request.changes.running : request.changes.newest
    }
}
