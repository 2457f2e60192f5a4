/// Why what a stage runs may not be handed on to the next.
package enum PromotionObstacle: Equatable, Sendable {
    /// What it will run is not decided yet.
    case underWay(version: Int)
    /// It failed, and nobody went back: the service was told to run what does not work.
    case failed(version: Int)
    case markedBad(version: Int)
    case nothingRan
}

extension Stage {
    /// The newest deployment that changed what AWS was told to run, or is about to.
    ///
    /// One that waits for approval has changed nothing, nor has one that ended before its calls were made.
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

    /// What speaks against promoting what runs, the deployment of the version `running`.
    ///
    /// A mark goes by content: `isMarkedBad` tells it of what runs.
    package func obstacle(toPromoting running: Int?, isMarkedBad: Bool) -> PromotionObstacle? {
        if let newest = newestContent {
            if newest.isOpen { return .underWay(version: newest.version) }
            if newest.phase == .ended(.failed) { return .failed(version: newest.version) }
        }
        guard let running else { return .nothingRan }
        return isMarkedBad ? .markedBad(version: running) : nil
    }

    /// Whether the image with this digest was brought to it last, with success.
    package func runs(digest: String) -> Bool {
        guard let newest = newestContent, newest.phase == .ended(.succeeded) else { return false }
        return newest.image.flatMap(ImageName.init)?.digest == digest
    }

    /// Whether it still stands with the success of `deployment`, and nothing else was asked of it since.
    package func restsOn(_ deployment: Deployment) -> Bool {
        deployment.phase == .ended(.succeeded) && newestContent?.id == deployment.id
    }

    /// The deployment that was asked for to take over what `version` of an earlier stage was.
    package func promotion(from stage: StageName, version: Int) -> Deployment? {
        deployments.last { $0.origin == .stage(stage, version: version) }
    }
}
