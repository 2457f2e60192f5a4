import LedgerDomain
import LedgerProcessor
import LedgerValues

/// The body that a new revision is made from, and what a request records of it.
struct RevisionBase {
    let definition: JSONObject
    /// What the service runs now.
    let service: RunningService
    var changes: DeploymentChanges
}

extension OpenStage {
    /// Reads what a new revision is to be a copy of.
    ///
    /// `replaces` says whether a deployment of somebody else that is under way may be replaced; `left` is the stage's own
    /// that gives way.
    func base(
        of source: DefinitionSource,
        replaces: Bool = false,
        _ left: DeploymentProcess? = nil
    ) async throws(OperationError) -> RevisionBase {
        let service = try await service(replaces: replaces, left)
        let running = service.revision
        var changes = DeploymentChanges()
        changes.running = running
        if !service.isDeploying { changes.primary = service.awsDeployment }
        switch source {
        case .running: return try await copy(of: service.base, service, changes)
        case .revision(let name, let place):
            if let place, place != stage.registry { throw .input(.definitionElsewhere(name, place, id)) }
            return try await copy(of: name, service, changes)
        case .file(let definition):
            let body = try inFamily(definition, running: running.familyName)
            changes.definition = body
            return RevisionBase(definition: body, service: service, changes: changes)
        }
    }

    private func copy(
        of name: String,
        _ service: RunningService,
        _ changes: DeploymentChanges
    ) async throws(OperationError) -> RevisionBase {
        let found: DescribedRevision
        do throws(CloudError) { found = try await cloud.definition(name) } catch { throw .cloud(error) }
        var changes = changes
        changes.base = found.name
        if name != found.family { try await noteNewer(than: found) }
        return RevisionBase(definition: found.body, service: service, changes: changes)
    }

    /// A definition from a file; without a family it gets that of what runs.
    private func inFamily(_ definition: JSONObject, running: String) throws(OperationError) -> JSONObject {
        var definition = definition
        guard let family = definition["family"]?.string else {
            definition["family"] = .string(running)
            return definition
        }
        guard case .ecs(_, _, let own, _) = stage.target, family != own, family != running else { return definition }
        throw .refused(.otherFamily(id, found: family, expected: running))
    }

    /// Says that somebody has registered a newer revision than the one that is copied: its settings are left behind.
    private func noteNewer(than copied: DescribedRevision) async throws(OperationError) {
        let newest: DescribedRevision
        do throws(CloudError) { newest = try await cloud.definition(copied.family) } catch {
            switch error {
            case .denied(let operation, let message), .unanswered(let operation, let message):
                caller.note(.noAnswer(id, what: "the newest revision", code: operation, message: message))
            case .missing, .missingImage, .unusable, .settings, .notYet, .credentials: break
            }
            return
        }
        guard newest.number > copied.number else { return }
        // What this ledger registered is known: a deployment of it failed, or the stage was rolled back from it.
        guard try !current().deployments.contains(where: { $0.revision == newest.name }) else { return }
        caller.note(.newerRevision(id, newest: newest.name, copied: copied.name))
    }
}

// MARK: - Images

extension OpenStage {
    /// The images that a new revision gets: the new one, and by digest those that are named by a tag of ECR.
    ///
    /// Says which containers keep theirs.
    func images(
        in definition: JSONObject,
        replacing named: [String] = [],
        with image: String
    ) async throws(OperationError) -> [String: String] {
        guard case .ecs(_, _, _, let own) = stage.target else { return [:] }
        let all = definition.containerImages
        let replaced: [String]
        do throws(CloudError) { replaced = try all.replaced(named: named, own: own) } catch { throw .cloud(error) }
        var images = replaced.reduce(into: [:]) { $0[$1] = image }
        var kept: [String] = []
        for container in all.containers where !replaced.contains(container.name) {
            guard let written = container.image else { continue }
            let name = ImageName(recorded: written)
            let pinned = try await pinnedIfPossible(name)
            images[container.name] = pinned
            kept.append("\(container.name) (\(pinned.map { ImageName(recorded: $0).shortText } ?? name.shortText))")
        }
        if !kept.isEmpty { caller.note(.imagesKept(id, containers: kept)) }
        return images
    }

    /// An image in ECR that is named by a tag, with its digest; nil where it has one, and where nobody can tell it.
    private func pinnedIfPossible(_ image: ImageName) async throws(OperationError) -> String? {
        guard image.digest == nil, image.registry != nil else { return nil }
        do throws(CloudError) { return try await cloud.pinned(image) } catch {
            switch error {
            case .credentials, .settings: throw .cloud(error)
            case .missing, .missingImage, .unusable, .notYet, .denied, .unanswered:
                caller.note(.tagNotResolved(id, image: image.description, why: "\(error)"))
                return nil
            }
        }
    }
}
