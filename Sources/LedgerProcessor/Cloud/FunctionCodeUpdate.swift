import LedgerAWS
import LedgerDomain
import LedgerValues

/// Gives a function another image.
struct FunctionCodeUpdate: FunctionOperation {
    let client: AWSClient

    /// With the revision that the function has now: AWS refuses the update when somebody changes it before that arrives.
    func request(as _: ActionID, of deployment: DeploymentContext) async throws(CloudError) -> JSONObject {
        let target = try FunctionTarget(deployment.stage)
        guard let image = deployment.request.image else {
            throw .unusable("nothing says which image '\(target.name)' is to run", hint: "name a target")
        }
        let function = try await client.function(target.name)
        // An earlier update that failed is what this one may put right.
        if case .underWay(let what) = function.configuration.standing { throw .notYet(what) }
        if let known = deployment.knownCode { try function.require(known) }
        var request: JSONObject = ["FunctionName": .string(target.name), "ImageUri": .string(image)]
        request["RevisionId"] = function.configuration.revisionID.map { .string($0) }
        return request
    }

    func send(_ request: JSONObject, of deployment: DeploymentContext) async -> CloudAnswer {
        let call = UpdateFunctionCode(
            request.text(of: "FunctionName"),
            imageURI: request.text(of: "ImageUri"),
            revisionID: request["RevisionId"]?.string
        )
        return await answer(await client.send(call), to: request, of: deployment) { $0.landing(of: request) }
    }

    /// A function whose revision is the one that was read has not been changed by anybody.
    func sight(_ request: JSONObject, in deployment: DeploymentContext) async throws(CloudError) -> CloudSight {
        let function = try await client.function(request.text(of: "FunctionName"))
        let revision = function.configuration.revisionID
        if let revision, revision == request["RevisionId"]?.string { return .absent(["RevisionId": .string(revision)]) }
        if function.has(request.text(of: "ImageUri")) { return .landed(function.configuration.landing(of: request)) }
        return .inconclusive(why: "somebody changed the function meanwhile: it has \(function.image ?? "no image")")
    }
}

extension FunctionConfiguration {
    /// What an update of the code has given.
    fileprivate func landing(of request: JSONObject) -> JSONObject {
        var landing: JSONObject = [:]
        landing["image"] = request["ImageUri"]
        landing["codeSha256"] = codeSHA256.map { .string($0) }
        landing["functionRevision"] = revisionID.map { .string($0) }
        return landing
    }
}

extension DeploymentContext {
    /// The image of the function's newest code when the deployment was asked for, where AWS told it.
    fileprivate var knownCode: String? {
        request.changes[alias == nil ? "running" : "newest"]?.string
    }
}
