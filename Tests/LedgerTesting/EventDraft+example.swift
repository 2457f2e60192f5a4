package import LedgerDomain
package import LedgerLog
package import LedgerValues

extension StreamName {
    /// A stream that fits the event.
    package static func example(for event: LedgerEvent) -> StreamName {
        let registry = Registry(account: "123456789012", region: "us-east-1")
        return switch event {
        case .stack: .stack("shop")
        case .stage: .stage("shop/prod")
        case .revision: .revision(registry, family: "shop-prod")
        case .image: .repository(registry, name: "shop/api")
        case .build: .pipeline(registry, name: "shop-main")
        case .observation: .observation(registry)
        case .call: .call(registry, service: "ecs.amazonaws.com")
        case .custody: .ledger("0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071")
        }
    }
}

extension EventDraft {
    /// An example event of a type; pass an `id` to get a different event.
    package static func example(
        of type: EventType,
        id: UniqueID = "example",
        at time: Timestamp = "2026-11-03T10:00:00.25Z"
    ) -> EventDraft {
        let event = LedgerEvent.example(of: type)
        return EventDraft(
            id: id,
            type: type.rawValue,
            subject: StreamName.example(for: event).description,
            time: time,
            actor: "arn:aws:iam::123456789012:user/ana",
            data: event.data
        )
    }
}
