package import LedgerValues

/// A stage's past as the choice of a rollback target sees it.
///
/// What counts is content, the task definition and the image, not the number: the same content deployed twice is one
/// thing, good or bad.
package struct RollbackHistory: Equatable, Sendable {
    /// The task definition's fingerprint (or its name while the body is unknown) and the image's digest.
    package struct Content: Hashable, Sendable {
        package let definition, digest: String

        package init(definition: String, digest: String) {
            (self.definition, self.digest) = (definition, digest)
        }
    }

    package struct Entry: Equatable, Sendable {
        package var version: Int
        package var kind: DeploymentKind
        package var outcome: Outcome
        package var endedAt: Timestamp
        package var content: Content
        package var mark: Mark?
        package var markedAt: Timestamp?
        /// What the log or AWS says about this deployment alone, as `revisionInactive` or `imageMissing`.
        package var findings: Set<RollbackReason>

        package init(
            version: Int,
            kind: DeploymentKind,
            outcome: Outcome,
            endedAt: Timestamp,
            content: Content,
            mark: Mark? = nil,
            markedAt: Timestamp? = nil,
            findings: Set<RollbackReason> = []
        ) {
            self.version = version
            self.kind = kind
            self.outcome = outcome
            self.endedAt = endedAt
            self.content = content
            self.mark = mark
            self.markedAt = markedAt
            self.findings = findings
        }
    }

    /// Every deployment that has ended.
    package var entries: [Entry]
    /// What runs now.
    package var running: Content?
    /// What the log or AWS says about the stage, as `stageLocked` or `deploymentOpen`.
    package var findings: Set<RollbackReason>

    package init(entries: [Entry], running: Content?, findings: Set<RollbackReason> = []) {
        (self.entries, self.running, self.findings) = (entries, running, findings)
    }
}
