import LedgerLog
import LedgerSQLite

/// The log's records in order, read and parsed by a background thread ahead of the caller.
///
/// Only a few pages are buffered, so memory use is bounded.
struct RecordPages: Sendable {
    struct Page: Sendable {
        var readings: [Reading] = []
        var leaves: [SHA256Hash] = []

        init(_ stored: [StoredRecord], _ reader: inout FactReader) {
            readings.reserveCapacity(stored.count)
            for record in stored { readings.append(reader.read(record)) }
            leaves = stored.map(\.leaf)
        }
    }

    private static let pageSize = 500

    private let pages: ReadAhead<Result<Page, EventLogError>>

    /// Starts to read the records after `position` up to `last`.
    init(of log: any EventLog, after position: Int, upTo last: Int) throws(ViewError) {
        do throws(EventLogError) {
            pages = try ReadAhead { give in Self.read(log, after: position, upTo: last, give) }
        } catch { throw .log(error) }
    }

    /// The next page; nil after the last.
    ///
    /// `spent` is the previous one.
    func next(after spent: consuming Page?) throws(ViewError) -> Page? {
        do throws(EventLogError) {
            return try pages.next(after: spent.map { .success($0) })?.get()
        } catch { throw .log(error) }
    }

    /// Stops the thread.
    ///
    /// Must be called if the caller does not read to the end.
    func stop() {
        pages.stop()
    }

    private static func read(
        _ log: any EventLog,
        after position: Int,
        upTo last: Int,
        _ give: (Result<Page, EventLogError>) -> Bool
    ) {
        var position = position
        var reader = FactReader()
        while position < last {
            do throws(EventLogError) {
                let stored = try log.records(after: position, limit: min(pageSize, last - position))
                guard let end = stored.last?.position, give(.success(Page(stored, &reader))) else { return }
                position = end
            } catch {
                _ = give(.failure(error))
                return
            }
        }
    }
}
