package import LedgerDomain

/// What the records of one stream come to, taken in one after another.
///
/// A fold that is kept can be read again later, and then reads only what the log has since. The log remains the truth:
/// whoever decides on a fold appends with the fold's ``version`` as the expected one.
package protocol StreamFold: Sendable {
    /// How many records of the stream were read.
    var version: Int { get set }

    /// Takes in the next record.
    mutating func take(_ record: Record, at position: Int)
}

extension StreamFold {
    /// Takes in what the log has after ``version``.
    ///
    /// A record that cannot be read counts, and is not taken in.
    package mutating func read(_ stream: StreamName, in log: any EventLog) throws(EventLogError) {
        let subject = stream.description
        let limit = 500
        while true {
            let page = try log.records(of: subject, after: version, limit: limit)
            for stored in page {
                if let record = try? stored.read() { take(record, at: stored.position) }
            }
            version += page.count
            if page.count < limit { return }
        }
    }
}

extension Record {
    /// The event, nil for a type or data that this program does not know.
    package var event: LedgerEvent? {
        try? LedgerEvent(type: type, data: data)
    }
}
