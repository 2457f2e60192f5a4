package import LedgerDomain
package import LedgerValues

/// What is wrong with an argument.
package enum InputError: Error, Equatable, Sendable {
    case notAStage(String)
    case notATime(String)
    case notAPosition(String)
    case notAReference(String)
    case notADeployment(String)
    case emptyCallerName
    case workingDirectoryNotUTF8
    case postgreSQLUnsupported
    /// Of `deploy --task-definition FILE`.
    case definitionNotJSON(path: String)
    case definitionWithoutContainers(path: String)
    case definitionMembersUnknown(path: String, names: [String])
    /// The ARN of something else.
    case definitionNotRevision(arn: String)
    /// The ARN of a revision in another account or region than the stage's.
    case definitionElsewhere(String, Registry, StageID)
    case contradictingScale(String)
    case badVerifierKey(String)
    case noVerifierKey
    case notALedgerSize(String, most: Int)
    case sizesReversed(from: String, old: Int, new: Int)
    case growthNeedsCheckpoint(path: String)
    case insideLedger(path: String)
    case noBackupPlace
    case backupIsTheLog(path: String)
    case backupIsDirectory(path: String)
}

/// What was named and does not exist.
package enum MissingThing: Equatable, Sendable {
    case ledger
    /// Nothing runs in a stage now.
    case running(StageID)
    case runningAt(StageID, Timestamp)
    case runBack(StageID, Int)
    case version(StageID, Int)
    case endedDeployment(StageID, String)
    case deployment(of: String)
    case revision(String)
    /// Nothing that the ledger knows has to do with this text.
    case anything(String)
    case chain(String)
    /// Neither a definition nor an image of a deployment is known.
    case content(of: String)
    case definitionFile(path: String, reason: String)
    case task(StageID, named: String?)
    case container(String, task: String, found: [String])
    case proofs(folder: String)
    case eventInCheckpoint(position: Int, size: Int, last: Int)
}
