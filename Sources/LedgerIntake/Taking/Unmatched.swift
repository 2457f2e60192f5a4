package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// An event of something that no stage is known for, or whose stage has to wait.
package struct Unmatched: Equatable, Sendable {
    package let id: UniqueID
    package let observation: KeptObservation

    /// What it is about: `123456789012/us-east-1/cluster/service`.
    package var workload: String { fact?.workload.description ?? observation.resources.first ?? "" }

    var envelope: Envelope { Envelope(observation) }

    var fact: WorkloadFact? {
        guard case .sighting(let fact)? = try? Translation(of: envelope) else { return nil }
        return fact
    }
}

/// The events of one stream that are kept and not claimed.
struct UnmatchedStream {
    let subject: String
    private(set) var version = 0
    private var kept: [UniqueID: KeptObservation] = [:]
    private var order: [UniqueID] = []

    init(_ subject: String, in log: any EventLog) throws(EventLogError) {
        self.subject = subject
        while true {
            let page = try log.records(of: subject, after: version, limit: 500)
            for stored in page { take(stored) }
            if page.count < 500 { return }
        }
    }

    private mutating func take(_ stored: StoredRecord) {
        version += 1
        guard let record = try? stored.read(),
            case .observation(let event)? = try? LedgerEvent(type: record.type, data: record.data)
        else { return }
        switch event {
        case .kept(let id, let observation):
            kept[id] = observation
            order.append(id)
        case .claimed(let id, _): kept[id] = nil
        }
    }

    /// In the order they were kept.
    var unmatched: [Unmatched] {
        order.compactMap { id in kept[id].map { Unmatched(id: id, observation: $0) } }
    }
}

extension Intake {
    /// All events that are kept and not claimed, stream by stream in the order they were kept.
    package static func unmatched(in log: any EventLog) throws(EventLogError) -> [Unmatched] {
        var all: [Unmatched] = []
        for subject in try log.subjects(withPrefix: StreamName.prefix(.observation)) {
            all += try UnmatchedStream(subject, in: log).unmatched
        }
        return all
    }
}
