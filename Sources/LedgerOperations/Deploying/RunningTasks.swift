package import LedgerDomain

/// The tasks of a stage that a person may look into, the newest first.
package struct RunningTasks: Sendable {
    package let stage: StageAdded
    package let cluster: String
    /// The container that is looked into.
    package let container: String
    /// Never empty.
    package let tasks: [RunningTask]

    /// `task` is an id or the beginning of one; `container` the stage's own by default.
    ///
    /// - Throws: ``Refusal/commandsDisabled(_:)`` unless the newest task is set up for commands.
    package static func found(
        of id: StageID,
        task: String?,
        container: String?,
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> RunningTasks {
        let stage = try ledger.definition(of: id)
        guard case .ecs(let cluster, _, _, let own) = stage.target else { throw .refused(.functionHasNoTasks(id)) }
        let cloud = try caller.cloud(of: stage)
        let running: [RunningTask]
        do { running = try await cloud.runningTasks() } catch { throw .cloud(error) }
        let tasks = running.filter { $0.id.hasPrefix(task ?? "") }
        guard let newest = tasks.first else { throw .missing(.task(id, named: task)) }
        let name = container ?? own
        guard newest.containers.contains(name) else {
            throw .missing(.container(name, task: newest.id, found: newest.containers))
        }
        guard newest.canExecute else { throw .refused(.commandsDisabled(id)) }
        return RunningTasks(stage: stage, cluster: cluster, container: name, tasks: tasks)
    }
}
