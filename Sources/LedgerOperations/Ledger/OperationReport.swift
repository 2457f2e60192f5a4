package import LedgerDomain
package import LedgerValues

/// Whom an operation tells how it gets on; may be called from any thread.
package typealias Report = @Sendable (OperationReport) -> Void

/// What an operation tells while it works.
package enum OperationReport: Equatable, Sendable {
    /// How far long work has come; it is over when `done` reaches `total`.
    case progress(LongWork, done: Int, total: Int)
    case step(StageID, RunnerReport)
    case note(OperationNote)
}

package enum LongWork: Equatable, Sendable {
    case updatingViews, ingesting, replaying, verifying, copying, checking
}

/// Something that a person should know, and that is neither a result nor an error.
package enum OperationNote: Equatable, Sendable {
    /// The same was asked for before and has not ended; it is resumed.
    case resuming(StageID, version: Int)
    /// Another process left a deployment open; AWS is asked first how far it came.
    case checking(StageID, version: Int)
    /// Nothing of an open deployment runs; it is cancelled, and what was not sent is not sent any more.
    case abandoning(StageID, version: Int)
    /// Somebody else's deployment of this revision is under way; it is replaced.
    case replacing(StageID, revision: String)
    /// A deployment is open; it is ended first.
    case ending(StageID, version: Int)
    /// With `--no-wait` the stages that follow are left alone.
    case notPromotedFurther(StageID, stages: [StageName])
    /// After a success a promotion would go on to these stages.
    case wouldPromoteFurther(StageID, stages: [StageName])
    /// A broken promotion chain is resumed.
    case resumingChain(StageID, version: Int)
    /// The promotion chain ends before a stage, which something else was brought to since.
    case overtaken(StageID)
    /// The promotion chain passes over a stage, which runs the image already.
    case passedOver(StageID)
    /// A read of AWS gave no answer.
    case noAnswer(StageID, what: String, code: String, message: String)
    /// A deployment that is not the ledger's own is taken over, with all calls that are left of it.
    case adopting(StageID, version: Int, calls: [RecordedCall])
    /// A promotion does not go on from a success that only somebody else has told.
    case successUnseen(StageID, version: Int)
    /// A definition that only somebody else has recorded is registered all the same.
    case unproven(StageID, revision: String, definition: JSONObject)
    /// What a stage ran when it was added; it is recorded.
    case ranBefore(StageID, what: String, version: Int)
    /// A rollback passes over its default: only events tell that it ran.
    case passedTarget(StageID, version: Int)
    /// AWS did not tell something that is only good to know.
    case unread(StageID, what: String, String)
    case nothingOpen(StageID?)
    /// Somebody registered a newer revision than the one that is copied.
    case newerRevision(StageID, newest: String, copied: String)
    /// Containers that a deployment gives no other image, each with its image.
    case imagesKept(StageID, containers: [String])
    /// The image that is promoted does not get the stage's name as a tag.
    case untagged(StageID, why: String)
    /// Whether a repository's tags may be moved is not known.
    case tagsUnread(StageID, image: String, why: String)
    /// Something newer was deployed to the earlier stage than what is promoted, and did not succeed.
    case promotingEarlier(StageID, version: Int, newest: Int, Outcome)
    /// A deployment succeeded without a call that AWS refused.
    case leftOut(StageID, DeploymentOperation, why: String)
    /// The image of a container keeps its tag, as its digest could not be read.
    case tagNotResolved(StageID, image: String, why: String)
    /// Only the image of a deployment can be compared.
    case definitionMissing(String)
}
