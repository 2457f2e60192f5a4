import LedgerAWS
import LedgerDomain
import LedgerValues

/// Publishes what the function is as a version.
struct VersionPublication: FunctionOperation {
    let client: AWSClient

    /// Only for the deployment's own image: code and revision must still be those that were read.
    ///
    /// They are read again, as the revision in the answer of the update changes once more when the update is done.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try FunctionTarget(deployment.stage)
        var request = target.members
        request["Description"] = .string("stackledger:action=\(action)")
        if deployment.isRehearsal { return request }
        let function = try await client.function(target.name)
        try function.configuration.requireSettled()
        try function.require(deployment.request.image ?? "")
        request["CodeSha256"] = function.configuration.codeSHA256.map { .string($0) }
        request["RevisionId"] = function.configuration.revisionID.map { .string($0) }
        return request
    }

    func require(_ recorded: JSONObject, of deployment: DeploymentContext) throws(CloudError) {
        try recorded.require(try FunctionTarget(deployment.stage).members, of: deployment.stage.id)
    }

    /// If this code was published before, AWS answers with that version.
    func send(_ recorded: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        let outcome = await client.send(AWSWrite.publishVersion(recorded))
        return await answer(outcome, to: recorded, of: deployment) { $0.result }
    }

    func look(for recorded: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> LookResult {
        var looked = 0
        let target = try FunctionTarget(deployment.stage)
        var pages = client.pages(of: .listVersions(of: target.name)).makeAsyncIterator()
        while let versions = try await pages.read() {
            looked += versions.count
            let ours = versions.first { $0.body["Description"] == recorded["Description"] && $0.isNumbered }
            if let ours { return .landed(ours.result) }
        }
        return .absent(["looked": .integer(Int64(looked))])
    }
}

extension FunctionConfiguration {
    fileprivate var isNumbered: Bool { version != nil && version != "$LATEST" }

    /// The result of the action that made this version.
    fileprivate var result: JSONObject {
        var result: JSONObject = [:]
        result["revision"] = version.map { .string($0) }
        result["codeSha256"] = codeSHA256.map { .string($0) }
        return result
    }
}
