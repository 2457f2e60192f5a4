import Glibc
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import LedgerValues

/// Views of an in-memory log, in a temporary directory.
final class ViewFixture {
    let directory: String
    let log: GrowingLog

    static let now = Timestamp(microseconds: 1_900_000_000_000_000)

    init(_ records: [StoredRecord] = []) {
        directory = "/tmp/ledger-views-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        mkdir(directory, 0o700)
        log = GrowingLog(records)
    }

    /// Views of the given events.
    convenience init(_ drafts: [EventDraft]) {
        self.init(Self.records(drafts))
    }

    deinit { Self.remove(directory) }

    static func remove(_ directory: String) {
        for name in files(in: directory) { unlink("\(directory)/\(name)") }
        rmdir(directory)
    }

    var files: [String] { Self.files(in: directory) }

    private static func files(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    func remove(_ name: String) {
        unlink("\(directory)/\(name)")
    }

    var store: ViewStore { ViewStore(directory: directory, log: log.access) }

    func session(at moment: Moment = .now, now: Timestamp = now) throws -> ViewSession {
        try store.open(at: moment, now: now)
    }

    static func records(_ drafts: [EventDraft]) -> [StoredRecord] {
        var versions: [String: Int] = [:]
        var recorded = Timestamp(microseconds: 0)
        return drafts.enumerated().map { index, draft in
            versions[draft.subject, default: 0] += 1
            recorded = max(recorded, draft.time)
            let bytes = draft.encoded(streamVersion: versions[draft.subject, default: 1], recordedTime: recorded)
            return StoredRecord(position: index + 1, bytes: bytes, leaf: MerkleFrontier.leaf(bytes))
        }
    }
}

extension ViewSession {
    /// All rows of all tables as stored, in a fixed order.
    func dump() throws -> [String: [[Cell]]] {
        try Self.tables(
            ViewCatalog.names.dropLast() + ["stage_ends", "image_ends", "call_requests", "names", "event_rows"]
        ) { table in
            try rows(of: Statement("SELECT * FROM main.\(table)")).rows
        }
    }

    /// All rows as of this session's moment, without the positions of versions.
    func shown() throws -> [String: [[Cell]]] {
        try Self.tables(ViewCatalog.names) { table in
            let table = try rows(of: Statement("SELECT * FROM \(table)"))
            let kept = table.columns.indices.filter { !["valid_from", "valid_to"].contains(table.columns[$0]) }
            return table.rows.map { row in kept.map { row[$0] } }
        }
    }

    private static func tables(
        _ names: some Sequence<String>,
        _ rows: (String) throws -> [[Cell]]
    ) rethrows -> [String: [[Cell]]] {
        var all: [String: [[Cell]]] = [:]
        for name in names { all[name] = try rows(name).sorted { $0.lexicographicallyPrecedes($1, by: <) } }
        return all
    }
}

extension Cell {
    fileprivate static func < (left: Cell, right: Cell) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .integer: 1
        case .text: 2
        }
    }
}

/// The first table that differs between two dumps, with rows that only one of them has.
func difference(_ left: [String: [[Cell]]], _ right: [String: [[Cell]]]) -> String? {
    for (table, rows) in left.sorted(by: { $0.key < $1.key }) where rows != right[table] {
        let (ours, theirs) = (Set(rows), Set(right[table] ?? []))
        let (extra, missing) = (ours.subtracting(theirs), theirs.subtracting(ours))
        return "\(table): only left \(Array(extra.prefix(1))), only right \(Array(missing.prefix(1)))"
    }
    return nil
}
