import LedgerDomain
package import LedgerLog
import LedgerValues

/// Whether the sealing keys of a ledger open what they sealed.
package struct SealExamination: Sendable {
    /// How many events are searched for a sealed value, the newest first.
    private static let farthest = 20_000
    private static let page = 500

    package let ring: SealingKeyRing
    package let origin: SealKeyOrigin
    /// The newest event with a sealed value, whose values could be opened; nil where nothing was sealed lately.
    package let opened: Int?
    /// Whether keys from elsewhere begin with another key than the ledger's own file.
    package let hasOtherOldest: Bool

    /// - Throws: Where there are no keys, or they do not open the newest sealed value.
    package init(of ledger: Ledger) throws(OperationError) {
        let keys = ledger.keys
        do { ring = try keys.ring() } catch { throw .sealing(error) }
        origin = keys.origin
        opened = try Self.newestOpened(by: try Revealing(keys), in: try ledger.log())
        hasOtherOldest = keys.hasOtherOldest(ring)
    }

    private static func newestOpened(
        by revealing: Revealing,
        in log: any EventLog
    ) throws(OperationError) -> Int? {
        guard let newest = try newestSealed(in: log) else { return nil }
        guard let data = try? newest.read().data else { return newest.position }
        _ = try revealing.opened(data, of: "#\(newest.position)")
        return newest.position
    }

    private static func newestSealed(in log: any EventLog) throws(OperationError) -> StoredRecord? {
        do {
            let size = try log.head().size
            for end in stride(from: size, to: max(0, size - farthest), by: -page) {
                let records = try log.records(after: max(0, end - page), limit: min(page, end))
                if let newest = records.last(where: \.hasSealedValue) { return newest }
            }
            return nil
        } catch { throw .log(error) }
    }
}

extension StoredRecord {
    fileprivate var hasSealedValue: Bool {
        let mark = Array(#""sealed":""#.utf8)
        return bytes.indices.contains { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
    }
}
