import LedgerAWS
package import LedgerDomain
package import LedgerValues

/// What a function runs, before anything is decided.
package struct RunningFunction: Equatable, Sendable {
    /// `registry/repository@sha256:…`.
    ///
    /// Nil during an update and after a failed one: then AWS does not say what still runs.
    package let image: String?
    /// The version that the stage's alias points to.
    package let version: String?
    /// The image of the newest code.
    ///
    /// With an alias, it runs nowhere.
    package let newest: String?
    package let alias: String?
    /// When that image was given to it, in whole seconds; nil for an alias, of which AWS tells no time.
    package var updatedAt: Timestamp?

    /// What a request records of it.
    package var changes: DeploymentChanges {
        var changes = DeploymentChanges()
        changes.running = image
        changes.alias = alias
        guard alias != nil else { return changes }
        changes.runningVersion = version
        changes.newest = newest
        return changes
    }
}

extension StageReader {
    /// - Throws: ``CloudError/unusable(_:hint:)`` for a function that has no image.
    package func function() async throws(CloudError) -> RunningFunction {
        let target = try FunctionTarget(stage)
        let newest = try await client.function(target.name)
        guard newest.configuration.packageType != "Zip" else {
            throw .unusable(
                "function '\(target.name)' was created from a zip file, not from an image",
                hint: "create it again with --package-type Image"
            )
        }
        guard let alias = try alias() else {
            let image = newest.currentImage
            let time = newest.configuration.lastModified
            return RunningFunction(image: image, version: nil, newest: image, alias: nil, updatedAt: time)
        }
        let version = try await client.alias(alias, of: target.name).version
        let running = try await client.function(target.name, version: version)
        return RunningFunction(image: running.image, version: version, newest: newest.currentImage, alias: alias)
    }

    /// A setting that looks like a credential is sealed.
    ///
    /// Then nothing is deployed, as it would bypass the alias.
    private func alias() throws(CloudError) -> String? {
        guard let setting = stage.settings["alias"] else { return nil }
        guard let alias = setting.string else {
            throw .unusable(
                "the alias of \(stage.id) is sealed, as it looks like a credential",
                hint: "use an alias with another name"
            )
        }
        return alias
    }

    /// Whether the function still has this version.
    package func hasVersion(_ version: String) async throws(CloudError) -> Bool {
        let call = AWSRead.getFunctionConfiguration(try FunctionTarget(stage).name, version: version)
        switch await client.send(call) {
        case .answered: return true
        case .refused(let error) where error.kind == .invalid: return false
        case .refused(let error): throw CloudError(.refused(error), call.operation.name)
        case .unanswered(let noAnswer): throw CloudError(.unanswered(noAnswer), call.operation.name)
        }
    }
}

extension FunctionDescription {
    fileprivate var currentImage: String? { configuration.standing == .settled ? image : nil }
}
