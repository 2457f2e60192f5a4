import LedgerAWS
import LedgerDomain
import LedgerValues

/// What runs a stage's image as a Lambda function.
struct FunctionTarget: Equatable, Sendable {
    let name: String

    init(_ stage: StageAdded) throws(CloudError) {
        switch stage.target {
        case .lambda(let function): name = function
        case .ecs: throw .unusable("\(stage.id) is an ECS service", hint: "this is for stages of Lambda functions")
        }
    }
}

extension DeploymentContext {
    /// The alias through which the function is called, as it was when the deployment was asked for; nil where there is
    /// none, and the function's newest code runs.
    var alias: String? { request.changes["alias"]?.string }
}

extension AWSClient {
    /// A function as it stands, or one of its versions.
    func function(_ name: String, version: String? = nil) async throws(CloudError) -> GetFunction.Answer {
        let thing = (version.map { "version \($0) of " } ?? "") + "function '\(name)'"
        return try await read(GetFunction(name, qualifier: version), of: thing)
    }

    func alias(_ name: String, of function: String) async throws(CloudError) -> FunctionAlias {
        try await read(GetAlias(function, alias: name), of: "alias '\(name)' of function '\(function)'")
    }
}

extension GetFunction.Answer {
    /// `registry/repository@sha256:…`; nil for a function without an image.
    var image: String? { resolvedImageURI ?? imageURI.flatMap { ImageName($0)?.digest == nil ? nil : $0 } }

    /// Whether its image is this one, whatever repository it was taken from.
    func has(_ image: String) -> Bool {
        guard let digest = ImageName(image)?.digest else { return false }
        return self.image.flatMap(ImageName.init)?.digest == digest
    }

    /// - Throws: ``CloudError/unusable(_:hint:)`` where somebody has given it another one.
    func require(_ image: String) throws(CloudError) {
        guard !has(image) else { return }
        throw .unusable(
            "somebody changed function '\(configuration.name)' meanwhile: it has \(self.image ?? "no image")",
            hint: "deploy again"
        )
    }
}
