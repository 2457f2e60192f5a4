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

    /// The stream, from `subject` or from `data`: they must agree, and the stream must be one for this type.
    func stream(of type: EventType) throws(ProposalError) -> StreamName {
        let fromData = streamOfData(of: type)
        guard let subject else {
            guard let fromData else { throw .noStream }
            return fromData
        }
        guard let stream = StreamName(subject), stream.noun == type.stream else {
            throw .wrongStream(type: type.rawValue, subject: subject)
        }
        if let fromData, fromData != stream {
            throw .streamDiffers(subject: subject, data: fromData.description)
        }
        return stream
    }

    private func streamOfData(of type: EventType) -> StreamName? {
        switch type.stream {
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
        // Its data has no account and region.
        case .call: nil
        case .ledger: nil
        }
    }

    private var registry: Registry? {
        guard let account = data["account"]?.string, let region = data["region"]?.string else { return nil }
        return Registry(account: account, region: region)
    }

    /// The ARN of a task definition names account and region, too.
    private var revisionStream: StreamName? {
        guard let family = data["family"]?.string else { return nil }
        let fromARN = data["arn"]?.string.flatMap { ARN($0)?.registry }
        return (registry ?? fromARN).map { .revision($0, family: family) }
    }
}
