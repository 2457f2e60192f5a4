import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

/// The checks of a ledger's sealing keys.
struct SealExamination {
    let directory: String
    /// How many events are looked through for a sealed value, the newest first.
    private static let farthest = 20_000
    private static let page = 500

    var findings: [Finding] {
        let keys = SealKeys(ledger: directory)
        return [key(keys), allowList(keys)].compactMap(\.self)
    }

    private func key(_ keys: SealKeys) -> Finding {
        let check = "sealing key"
        let ring: SealingKeyRing
        do { ring = try keys.ring() } catch { return Finding(check, Failure(error)) }
        let count = ring.ids.count == 1 ? "" : ", the newest of \(ring.ids.count)"
        let detail = "key \(ring.newest.id.hex)\(count), from \(keys.origin.name)"
        do throws(Failure) {
            let opened = try newestOpened(by: ring, from: keys.origin).map { "it opens #\($0)" }
            let found = "\(detail); \(opened ?? "nothing is sealed lately")"
            guard keys.hasOtherOldest(ring) else { return Finding(check: check, state: .ok, detail: found) }
            return Finding(
                check: check,
                state: .warning,
                detail: "\(found); the oldest is not that of keys/seal.key",
                hint: "what is sealed now cannot be compared with what was before: write the keys in their order"
            )
        } catch {
            return Finding(check, error)
        }
    }

    /// Only what is wrong with it is worth a line.
    private func allowList(_ keys: SealKeys) -> Finding? {
        do { _ = try keys.allowList() } catch { return Finding("seal-allow", Failure(error)) }
        return nil
    }

    /// The newest event with a sealed value, once its values have been opened.
    private func newestOpened(by ring: SealingKeyRing, from origin: SealKeyOrigin) throws(Failure) -> Int? {
        do {
            let log = try SQLiteEventLog.openForReading(at: directory)
            let size = try log.head().size
            for end in stride(from: size, to: max(0, size - Self.farthest), by: -Self.page) {
                let records = try log.records(after: max(0, end - Self.page), limit: min(Self.page, end))
                guard let newest = records.last(where: \.hasSealedValue) else { continue }
                try Self.open(newest, with: ring, from: origin)
                return newest.position
            }
            return nil
        } catch let error as EventLogError {
            throw Failure(error)
        } catch let failure as Failure {
            throw failure
        } catch { return nil }
    }

    private static func open(
        _ record: StoredRecord,
        with ring: SealingKeyRing,
        from origin: SealKeyOrigin
    ) throws(Failure) {
        guard let data = try? record.read().data else { return }
        do { _ = try ring.opening(data) } catch {
            throw Failure(error, of: "#\(record.position)", keysFrom: origin)
        }
    }
}

extension StoredRecord {
    fileprivate var hasSealedValue: Bool {
        let mark = Array(#""sealed":""#.utf8)
        return bytes.indices.contains { bytes[$0] == mark[0] && bytes[$0...].starts(with: mark) }
    }
}
