import LedgerAWS
import LedgerDomain
import LedgerValues

/// The Lambda function of a stage.
struct FunctionTarget: Equatable, Sendable {
    /// As the stage names it: a name, or an ARN.
    let name: String

    init(_ stage: StageAdded) throws(CloudError) {
        switch stage.target {
        case .lambda(let function): name = function
        case .ecs: throw .unusable("\(stage.id) is an ECS service", hint: "this works for stages on Lambda only")
        }
    }

    /// What every request about the function has.
    var members: JSONObject { ["FunctionName": .string(name)] }

    /// The last part of its ARN: `function:NAME`.
    var resource: String {
        let parts = name.split(separator: ":")
        let index = parts.firstIndex(of: "function").map { $0 + 1 } ?? 0
        return "function:\(parts.indices.contains(index) ? String(parts[index]) : name)"
    }
}

extension DeploymentContext {
    /// The alias through which the function was called when the deployment was asked for.
    ///
    /// Nil without an alias: then the function's newest code runs.
    var alias: String? { request.changes.alias }
}

extension AWSClient {
    /// The current state of a function, or of one of its versions.
    func function(_ name: String, version: String? = nil) async throws(CloudError) -> FunctionDescription {
        let thing = (version.map { "version \($0) of " } ?? "") + "function '\(name)'"
        return try await read(.getFunction(name, version: version), of: thing)
    }

    func alias(_ name: String, of function: String) async throws(CloudError) -> FunctionAlias {
        try await read(.getAlias(name, of: function), of: "alias '\(name)' of function '\(function)'")
    }
}

extension FunctionDescription {
    /// `registry/repository@sha256:…`; nil for a function without an image.
    var image: String? { resolvedImageURI ?? imageURI.flatMap { ImageName($0)?.digest == nil ? nil : $0 } }

    /// Whether this is its image, from whatever repository.
    func has(_ image: String) -> Bool {
        guard let digest = ImageName(image)?.digest else { return false }
        return self.image.flatMap(ImageName.init)?.digest == digest
    }

    /// - Throws: ``CloudError/unusable(_:hint:)`` if somebody has given it another image.
    func require(_ image: String) throws(CloudError) {
        guard !has(image) else { return }
        throw .unusable(
            "somebody changed function '\(configuration.name)' in the meantime: it has \(self.image ?? "no image")",
            hint: "deploy again"
        )
    }
}
