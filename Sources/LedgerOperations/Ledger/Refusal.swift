package import LedgerDomain
package import LedgerValues

/// Why an act on a stage is not done.
package enum Refusal: Equatable, Sendable {
    case notConfirmed
    /// The stage asks for approval, and the deployment under way would be stopped before anybody gave it.
    case approvalWouldComeTooLate(StageID)
    /// `what` is an image, a revision or the version whose content runs.
    case alreadyRunning(StageID, what: RunningContent)
    case noDefaultTarget(StageID)
    case targetLocked(StageID, version: Int)
    case blocked(BlockedTarget)
    /// Which image a target ran is not recorded.
    case contentUnknown(StageID)
    case imageMissing(StageID, image: String)
    /// The digest of what a stage runs is not known.
    case sourceImageUnknown(StageID, version: Int)
    case noEarlierStage(StageID)
    case notEarlier(StageID, than: StageID)
    case promotion(PromotionObstacle, StageID)
    case otherFamily(StageID, found: String, expected: String)
    /// The open deployment was only recorded here; another process carries it out.
    case carriedOutElsewhere(StageID, version: Int)
    /// Calls of the open deployment would follow from what this ledger's processor has not written.
    case foreign(StageID, ForeignOrigin)
    /// The processor has written the open deployment itself.
    case nothingToAdopt(StageID)
    case bounds(StageID, String)
    case boundsMissing(StageID)
    case functionHasNoTasks(StageID)
    case aliasOfService(StageID)
    case commandsDisabled(StageID)
    /// Which revision an action made must be found out.
    case resultUnknown(StageID)
}

/// What a stage runs already.
package enum RunningContent: Equatable, Sendable {
    case image(String)
    case version(Int)
}

/// A rollback target that cannot run, with everything that a person has to know of it.
package struct BlockedTarget: Equatable, Sendable {
    package let stage: StageID
    /// As a person names it: `v7`, or a revision.
    package let name: String
    /// What rules it out.
    package let obstacles: [RollbackReason]
    /// All that speaks against it.
    package let reasons: [RollbackReason]
    /// What AWS was asked and answered, for those of the reasons that it decided.
    package let looks: [String]
    package let checked: JSONValue
    package let wayOut: WayOut

    /// By default everything that blocks rules it out.
    package init(
        stage: StageID,
        name: String,
        obstacles: [RollbackReason]? = nil,
        reasons: [RollbackReason],
        looks: [String],
        checked: JSONValue,
        wayOut: WayOut
    ) {
        self.obstacles = obstacles ?? reasons.filter { $0.weight == .block }
        (self.stage, self.name, self.reasons, self.looks) = (stage, name, reasons, looks)
        (self.checked, self.wayOut) = (checked, wayOut)
    }

    package enum WayOut: Equatable, Sendable {
        /// ECS does not deploy this service itself: what to use, for which revision.
        case controller(String, revision: String?)
        case target(version: Int)
        case none
    }
}
