import LedgerAWS
import LedgerDomain
import LedgerValues

/// Makes a version of what the function is.
struct VersionPublication: FunctionOperation {
    let client: AWSClient

    /// Of the deployment's own image alone: code and revision must be those that were read.
    ///
    /// The revision that the update answered with is not AWS's last word: it changes once more when the update is done.
    func request(as action: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try FunctionTarget(deployment.stage)
        var request: JSONObject = [
            "FunctionName": .string(target.name), "Description": .string("stackledger:action=\(action)"),
        ]
        if deployment.isRehearsal { return request }
        let function = try await client.function(target.name)
        try function.configuration.requireSettled()
        try function.require(deployment.request.image ?? "")
        request["CodeSha256"] = function.configuration.codeSHA256.map { .string($0) }
        request["RevisionId"] = function.configuration.revisionID.map { .string($0) }
        return request
    }

    /// Code that was published before gives the version that it was published as.
    func send(_ request: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        let call = PublishVersion(
            request.text(of: "FunctionName"),
            codeSHA256: request["CodeSha256"]?.string,
            revisionID: request["RevisionId"]?.string,
            description: request["Description"]?.string
        )
        return await answer(await client.send(call), to: request, of: deployment) { $0.landing }
    }

    func sight(_ request: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> CloudSight {
        var looked = 0
        do throws(CallFailure) {
            let call = ListVersionsByFunction(request.text(of: "FunctionName"))
            var pages = client.pages(of: call).makeAsyncIterator()
            while let page = try await pages.next() {
                looked += page.versions.count
                let ours = page.versions.first { $0.body["Description"] == request["Description"] && $0.isNumbered }
                if let ours { return .landed(ours.landing) }
            }
        } catch { throw CloudError(error, "ListVersionsByFunction") }
        return .absent(["looked": .integer(Int64(looked))])
    }
}

extension FunctionConfiguration {
    fileprivate var isNumbered: Bool { version != nil && version != "$LATEST" }

    /// What an action that made this version has given.
    fileprivate var landing: JSONObject {
        var landing: JSONObject = [:]
        landing["revision"] = version.map { .string($0) }
        landing["codeSha256"] = codeSHA256.map { .string($0) }
        return landing
    }
}
