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
    /// What is known of the newest event with a sealed value.
    package enum Newest: Sendable {
        /// Nothing was sealed lately.
        case none
        case opened(position: Int)
        /// Its values were sealed with a key that is not here: that of the ledger whose export this one took in, or one
        /// that was destroyed or lost.
        case otherKey(id: String, position: Int)
    }

    package let newest: Newest
    /// Whether keys from elsewhere begin with another key than the ledger's own file.
    package let hasOtherOldest: Bool

    /// - Throws: Where there are no keys, or the newest sealed value is damaged.
    package init(of ledger: Ledger) throws(OperationError) {
        let keys = ledger.keys
        do { ring = try keys.ring() } catch { throw .sealing(error) }
        origin = keys.origin
        newest = try Self.newest(openedBy: try Revealing(keys), in: try ledger.log())
        hasOtherOldest = keys.hasOtherOldest(ring)
    }

    private static func newest(openedBy revealing: Revealing, in log: any EventLog) throws(OperationError) -> Newest {
        guard let sealed = try newestSealed(in: log) else { return .none }
        do throws(OperationError) {
            if let record = try? sealed.read() {
                _ = try revealing.opened(record.data, of: "#\(sealed.position)", in: record.registry)
            }
            return .opened(position: sealed.position)
        } catch {
            guard case .unsealing(.otherKey(let id), place: _, keysFrom: _) = error else { throw error }
            return .otherKey(id: id, position: sealed.position)
        }
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
