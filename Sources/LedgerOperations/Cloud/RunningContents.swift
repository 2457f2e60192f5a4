import LedgerDomain
import LedgerProcessor

/// What AWS runs in a stage.
enum RunningContents: Sendable {
    case service(RunningService)
    case function(RunningFunction)

    /// For people: the revision, or the image.
    var name: String {
        switch self {
        case .service(let service): service.revision
        case .function(let function): function.image ?? "an image that AWS does not tell"
        }
    }
}

extension StageCloud {
    /// What AWS runs now.
    func running(in stage: StageAdded) async throws(CloudError) -> RunningContents {
        switch stage.target {
        case .ecs: .service(try await service())
        case .lambda: .function(try await function())
        }
    }
}
