// A specification that no program runs: tests compare Schema/views/rollback_targets.sql, which does run, with it.

package import LedgerDomain
package import LedgerValues

/// The past of a stage, as far as the choice of a rollback target needs it.
///
/// Targets are compared by content, which is the task definition and the image, and not by version: the same content
/// deployed twice is one thing, good or bad.
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
        /// Whether the target of a rollback was named by a person.
        package var isNamed: Bool
        package var outcome: Outcome
        package var endedAt: Timestamp
        package var content: Content
        package var mark: Mark?
        package var markedAt: Timestamp?
        /// Reasons against this deployment that do not follow from the history, such as `imageMissing`.
        package var findings: Set<RollbackReason>

        package init(
            version: Int,
            kind: DeploymentKind,
            isNamed: Bool = false,
            outcome: Outcome,
            endedAt: Timestamp,
            content: Content,
            mark: Mark? = nil,
            markedAt: Timestamp? = nil,
            findings: Set<RollbackReason> = []
        ) {
            self.version = version
            self.kind = kind
            self.isNamed = isNamed
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
    /// The content that runs now.
    package var running: Content?
    /// Reasons against every deployment of the stage, such as `stageLocked` or `deploymentOpen`.
    package var findings: Set<RollbackReason>

    package init(entries: [Entry], running: Content?, findings: Set<RollbackReason> = []) {
        (self.entries, self.running, self.findings) = (entries, running, findings)
    }
}

extension DeploymentKind {
    /// Whether a success makes content eligible again that was rolled away from or marked bad before.
    package var isNewStart: Bool {
        switch self {
        case .deploy, .promote: true
        case .rollback, .scale, .configure, .restart, .observed: false
        }
    }
}
