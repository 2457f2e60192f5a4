package import LedgerDomain

/// The deployments that a recovery would resume, and what it would do next, as the ledger alone tells it.
package struct OpenDeployments: Sendable {
    package struct Entry: Sendable {
        package let stage: StageID
        package let version: Int
        package let process: DeploymentProcess
        /// Whether the ledger's processor has written it, so that it can be resumed; nil without the sealing key.
        package let isOwn: Bool?
    }

    package private(set) var entries: [Entry] = []

    package init(of stages: [StageID], in ledger: Ledger) throws(OperationError) {
        for id in stages {
            guard let found = try ledger.openDeployment(of: id), !found.isElsewhere else { continue }
            let process = try ledger.process(found.deployment.id, of: id)
            let isOwn = try? ledger.isOwn(found.deployment.id, of: id)
            entries.append(Entry(stage: id, version: found.deployment.version, process: process, isOwn: isOwn))
        }
    }
}
