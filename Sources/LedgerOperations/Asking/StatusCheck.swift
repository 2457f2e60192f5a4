package import LedgerDomain
import LedgerProcessor
import LedgerValues

/// What AWS runs in stages now, beside what the ledger says.
package enum StatusCheck {
    /// What a look at one stage found.
    package struct Finding: Equatable, Sendable {
        /// The revision, or the image of a function; nil where AWS did not answer.
        package let runs: String?
        /// Whether that is something else than the ledger says; nil where AWS did not answer.
        package let differs: Bool?
    }

    /// The stages at a time.
    private static let width = 8

    /// In the order of `stages`; a stage without an answer is a note.
    package static func findings(
        of stages: [StageID],
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> [Finding] {
        var found: [Finding?] = Array(repeating: nil, count: stages.count)
        for start in stride(from: 0, to: stages.count, by: width) {
            let some = start..<min(start + width, stages.count)
            let results = await withTaskGroup(of: (Int, Result<Finding, OperationError>).self) { group in
                for index in some {
                    group.addTask { (index, await finding(of: stages[index], ledger, caller)) }
                }
                return await group.reduce(into: [Int: Result<Finding, OperationError>]()) { $0[$1.0] = $1.1 }
            }
            for (index, result) in results { found[index] = try result.get() }
        }
        return found.map { $0 ?? Finding(runs: nil, differs: nil) }
    }

    private static func finding(
        of id: StageID,
        _ ledger: Ledger,
        _ caller: Caller
    ) async -> Result<Finding, OperationError> {
        do throws(OperationError) {
            let stage = try ledger.folded(id)
            guard let definition = stage.definition else { throw .rejected(.stageUnknown(id)) }
            let cloud = try caller.cloud(of: definition)
            let running: RunningContents
            do throws(CloudError) {
                _ = try await cloud.caller()
                running = try await cloud.running(in: definition)
            } catch {
                caller.note(.unread(id, what: "what runs", "\(error)"))
                return .success(Finding(runs: nil, differs: nil))
            }
            return .success(Finding(runs: running.name, differs: stage.differs(from: running)))
        } catch { return .failure(error) }
    }
}

extension Stage {
    /// Nothing differs while a deployment is open: that one decides what runs.
    fileprivate func differs(from running: RunningContents) -> Bool {
        guard blockingDeployment == nil else { return false }
        switch running {
        case .service(let service): return self.running?.revision != service.revision
        case .function(let function): return function.image.map { !knows(image: $0) } ?? false
        }
    }
}
