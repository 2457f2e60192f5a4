/// Why a stage's content must not be promoted to the next stage.
package enum PromotionObstacle: Equatable, Sendable {
    /// A deployment is open: it decides what the stage will run.
    case underWay(version: Int)
    /// It failed and was not rolled back: the service was told to run content that does not work.
    case failed(version: Int)
    case markedBad(version: Int)
    case nothingRan
}

extension Stage {
    /// The newest deployment that changed what AWS runs, or is about to change it.
    ///
    /// A deployment that waits for approval has changed nothing, and neither has one that ended before its calls.
    package var newestContent: Deployment? {
        deployments.last { deployment in
            guard deployment.kind.changesContent, !deployment.isOnlySeen else { return false }
            switch deployment.phase {
            case .awaitingApproval: return false
            case .requested, .started, .ended(.succeeded): return true
            case .ended(.failed): return deployment.times.led != nil
            case .ended(.rolledBack), .ended(.cancelled), .ended(.rejected), .ended(.superseded): return false
            }
        }
    }

    /// The newest deployment of content that was begun, whatever became of it.
    package var newestBegun: Deployment? { deployments.last(where: \.isBegun) }

    /// The newest deployment of content that AWS has accepted, or is about to, whatever became of it.
    package var newestDeployed: Deployment? {
        deployments.last { $0.isBegun && ($0.isOpen || $0.phase == .ended(.succeeded) || $0.times.led != nil) }
    }

    /// The reason against promoting the content of the version `running`.
    ///
    /// Marks belong to content, so the caller says whether the content that runs is marked bad.
    package func obstacle(toPromoting running: Int?, isMarkedBad: Bool) -> PromotionObstacle? {
        if let newest = newestContent {
            if newest.isOpen { return .underWay(version: newest.version) }
            if newest.phase == .ended(.failed) { return .failed(version: newest.version) }
        }
        guard let running else { return .nothingRan }
        return isMarkedBad ? .markedBad(version: running) : nil
    }

    /// Whether its newest deployment of content succeeded, with this image.
    package func runs(digest: String) -> Bool {
        guard let newest = newestContent, newest.phase == .ended(.succeeded) else { return false }
        return newest.image.map { ImageName(recorded: $0).digest == digest } ?? false
    }

    /// Whether `deployment` succeeded, and no other deployment of content was requested since.
    package func restsOn(_ deployment: Deployment) -> Bool {
        deployment.phase == .ended(.succeeded) && newestContent?.id == deployment.id
    }

    /// The promotion of `version` of an earlier stage to this one.
    package func promotion(from stage: StageName, version: Int) -> Deployment? {
        deployments.last { $0.origin == .stage(stage, version: version) }
    }
}

extension Deployment {
    /// Whether it is, or was, to change the content.
    fileprivate var isBegun: Bool {
        guard kind.changesContent, !isOnlySeen else { return false }
        return switch phase {
        case .awaitingApproval, .ended(.rejected), .ended(.superseded): false
        case .requested, .started, .ended(.succeeded), .ended(.failed), .ended(.rolledBack), .ended(.cancelled): true
        }
    }
}
