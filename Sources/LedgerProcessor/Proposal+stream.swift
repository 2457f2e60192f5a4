import LedgerDomain
import LedgerLog
import LedgerValues

extension Proposal {
    /// The type with its version.
    func eventType() throws(ProposalError) -> EventType {
        guard let type = EventType(rawValue: type) ?? EventType(rawValue: type + ".v1") else {
            throw .unknownType(self.type)
        }
        return type
    }

    /// The stream, from `subject` or from `data`; both must agree, and be a stream of the event's noun.
    func stream(of type: EventType) throws(ProposalError) -> StreamName {
        let fromData = streamOfData(of: type)
        guard let subject else {
            guard let fromData else { throw .noStream }
            return fromData
        }
        guard let stream = StreamName(subject), stream.noun == type.streamNoun else {
            throw .wrongStream(type: type.rawValue, subject: subject)
        }
        if let fromData, fromData != stream {
            throw .streamDiffers(subject: subject, data: fromData.description)
        }
        return stream
    }

    private func streamOfData(of type: EventType) -> StreamName? {
        switch type.streamNoun {
        case .stack: data["stack"]?.string.map { .stack(StackName(rawValue: $0)) }
        case .stage:
            if let stack = data["stack"]?.string, let stage = data["stage"]?.string {
                .stage(StageID(StackName(rawValue: stack), StageName(rawValue: stage)))
            } else {
                nil
            }
        case .revision: revisionStream
        case .repository:
            registry.flatMap { registry in
                data["repository"]?.string.map { .repository(registry, name: $0) }
            }
        case .pipeline: registry.flatMap { registry in data["pipeline"]?.string.map { .pipeline(registry, name: $0) } }
        case .observation: registry.map { .observation($0) }
        case .ledger: nil
        }
    }

    private var registry: StreamName.Registry? {
        guard let account = data["account"]?.string, let region = data["region"]?.string else { return nil }
        return StreamName.Registry(account: account, region: region)
    }

    /// `arn:PARTITION:ecs:REGION:ACCOUNT:task-definition/FAMILY:N` names account and region.
    private var revisionStream: StreamName? {
        guard let family = data["family"]?.string else { return nil }
        let arn = data["arn"]?.string?.split(separator: ":", omittingEmptySubsequences: false).map(String.init) ?? []
        let fromARN = arn.count >= 6 ? StreamName.Registry(account: arn[4], region: arn[3]) : nil
        return (registry ?? fromARN).map { .revision($0, family: family) }
    }
}

/// The kinds of stream.
enum StreamNoun {
    case stack, stage, revision, repository, pipeline, observation, ledger
}

extension StreamName {
    var noun: StreamNoun {
        switch self {
        case .stack: .stack
        case .stage: .stage
        case .revision: .revision
        case .repository: .repository
        case .pipeline: .pipeline
        case .observation: .observation
        case .ledger: .ledger
        }
    }
}

extension EventType {
    var streamNoun: StreamNoun {
        switch self {
        case .stackCreated, .stackChanged, .stackDeleted: .stack
        case .stageAdded, .stageChanged, .stageLocked, .stageUnlocked, .stageRemoved: .stage
        case .deploymentRequested, .deploymentObserved, .deploymentApproved, .deploymentRejected, .deploymentStarted,
            .deploymentSucceeded, .deploymentFailed, .deploymentRolledBack, .deploymentCancelRequested,
            .deploymentCancelled, .deploymentSuperseded, .deploymentMarked:
            .stage
        case .actionIntended, .actionAttempted, .actionSucceeded, .actionFailed, .actionDoubted, .actionReconciled,
            .actionResolved, .actionAbandoned:
            .stage
        case .driftDetected, .driftCleared: .stage
        case .revisionRegistered, .revisionDeregistered: .revision
        case .imagePushed, .imageTagged, .imageDeleted, .imageScanned: .repository
        case .buildStarted, .buildSucceeded, .buildFailed: .pipeline
        case .observationKept, .observationClaimed: .observation
        case .ledgerLossAccepted, .ledgerSigningKeyReplaced: .ledger
        }
    }
}
