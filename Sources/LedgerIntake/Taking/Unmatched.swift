package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// An event that no known stage runs the workload of, or whose stage has to wait.
package struct Unmatched: Equatable, Sendable {
    package let id: UniqueID
    package let observation: KeptObservation

    /// The workload: `123456789012/us-east-1/cluster/service`.
    package var workload: String { fact?.workload.description ?? observation.resources.first ?? "" }

    var envelope: Envelope { Envelope(observation) }

    var fact: WorkloadFact? {
        guard case .sighting(let fact)? = try? Translation(of: envelope) else { return nil }
        return fact
    }
}

/// The events of one stream that are kept and not claimed.
struct UnmatchedStream: StreamFold {
    let stream: StreamName
    var version = 0
    private var kept: [UniqueID: KeptObservation] = [:]
    private var order: [UniqueID] = []

    init(_ stream: StreamName, in log: any EventLog) throws(EventLogError) {
        self.stream = stream
        try read(stream, in: log)
    }

    mutating func take(_ record: Record, at position: Int) {
        guard case .observation(let event)? = record.event else { return }
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
            guard let stream = StreamName(subject) else { continue }
            all += try UnmatchedStream(stream, in: log).unmatched
        }
        return all
    }
}
