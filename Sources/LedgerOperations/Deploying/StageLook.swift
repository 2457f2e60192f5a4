package import LedgerDomain
import LedgerProcessor

/// Looks at AWS what a stage runs that was just added, and records it: as version 0 where nothing was deployed to it yet.
package enum StageLook {
    /// Adding a stage is no act at AWS, so nobody should have to wait for it.
    private static let limit = Duration.seconds(3)

    /// Does nothing without credentials at hand; whatever goes wrong is a note.
    package static func run(_ id: StageID, _ ledger: Ledger, _ caller: Caller) async {
        guard caller.clouds.hasCredentialsAtHand else { return }
        do throws(OperationError) {
            guard
                let (stage, observation, runs) = try await within(
                    limit,
                    { () async throws(OperationError) in
                        try await look(id, ledger, caller)
                    }
                )
            else { return caller.note(.unread(id, what: "what runs", "no answer within \(limit)")) }
            guard observation.isNews else { return }
            try stage.append(observation.facts)
            caller.note(.ranBefore(id, what: runs, version: try stage.current().deployments.last?.version ?? 0))
        } catch {
            caller.note(.unread(id, what: "what runs", error.shortText))
        }
    }

    private static func look(
        _ id: StageID,
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> (OpenStage, Observation, String) {
        let stage = try await OpenStage(id, ledger, caller)
        let running: RunningContents
        do throws(CloudError) { running = try await stage.cloud.running(in: stage.stage) } catch { throw .cloud(error) }
        return (stage, try await stage.observation(of: running), running.name)
    }

    /// Nil where the time is over first.
    private static func within<Value: Sendable>(
        _ limit: Duration,
        _ work: @escaping @Sendable () async throws(OperationError) -> Value
    ) async throws(OperationError) -> Value? {
        let first = await withTaskGroup(of: Result<Value, OperationError>?.self) { group in
            group.addTask {
                do throws(OperationError) { return .success(try await work()) } catch { return .failure(error) }
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        return try first?.get()
    }
}

extension OperationError {
    /// For a note, where the error itself is none of anybody's concern.
    fileprivate var shortText: String {
        if case .cloud(let error) = self { "\(error)" } else { "\(self)" }
    }
}
