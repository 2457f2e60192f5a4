import LedgerDomain
import LedgerProcessor
import LedgerValues

extension OpenStage {
    /// Whether a target that nobody has named may be chosen.
    ///
    /// Events can be forged. So a deployment of which only events tell is chosen by default only if its definition is
    /// known, and AWS itself shows that it ran.
    func hasProof(of target: RollbackTarget) async throws(OperationError) -> Bool {
        guard let version = target.version, version > 0, let deployment = try current().deployment(version: version),
            deployment.kind == .observed
        else { return true }
        var stream = try stream()
        do { if try stream.origins(of: deployment.id).isSeenHere { return true } } catch {
            throw OperationError(error, on: id)
        }
        guard let revision = target.revision else { return false }
        do throws(CloudError) {
            return switch stage.target {
            case .ecs: target.definition != nil ? try await cloud.hasRun(revision) : false
            case .lambda: stage.settings["alias"] != nil ? try await cloud.hasVersion(revision) : false
            }
        } catch {
            if case .credentials = error { throw .cloud(error) }
            caller.note(.unread(id, what: "whether v\(version) ran", "\(error)"))
            return false
        }
    }
}
