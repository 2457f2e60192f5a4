import LedgerDomain
package import LedgerValues

/// Checks every event of a log against its record and against the events before it.
///
/// Rows come in order of position. The audit continues after a problem, so that one edit does not hide another, and
/// keeps the first ``most`` problems.
package struct LogAudit {
    /// How many problems are kept.
    package static let most = 20

    private var frontier: MerkleFrontier
    package private(set) var problems: [AuditProblem] = []
    /// Events whose ids may be repeats: ``SeenIDs`` can mistake two ids for one, so the caller looks them up.
    package private(set) var suspects: [(position: Int, id: UniqueID)] = []
    package private(set) var lastRecordedTime: Timestamp?

    private let streams, types: [Int: [UInt8]]
    private var versions: [Int: Int] = [:]
    private var ids: SeenIDs
    private let beginsAtFirst: Bool
    package private(set) var lastPosition: Int
    private var usedTypes: Set<Int> = []
    /// The last event that is known to be changed.
    ///
    /// A wrong node above it adds nothing new.
    private var lastChanged = 0
    /// False once events are missing: later events then have the wrong index in the tree.
    private var isDense = true

    /// Starts after the events of `frontier`; the versions of their streams are then unknown.
    ///
    /// `streams` and `types` map row ids to names; `key` is random.
    package init(
        streams: [Int: [UInt8]],
        types: [Int: [UInt8]],
        after frontier: MerkleFrontier = MerkleFrontier(),
        expecting count: Int,
        key: (UInt64, UInt64)
    ) {
        (self.streams, self.types, self.frontier) = (streams, types, frontier)
        beginsAtFirst = frontier.size == 0
        lastPosition = frontier.size
        ids = SeenIDs(expecting: count, key: key)
        versions.reserveCapacity(streams.count)
    }

    package var size: Int { frontier.size }
    package var root: SHA256Hash { frontier.root }

    package mutating func note(_ problem: AuditProblem) {
        if problems.count < Self.most { problems.append(problem) }
    }

    private mutating func note(_ fault: AuditProblem.Fault, at row: AuditedRow) {
        note(AuditProblem(row.position, fault))
    }

    /// Checks the next row against the bytes of its record, and the nodes it completes against those stored in `tree`.
    package mutating func take(
        _ row: AuditedRow,
        _ line: UnsafeBufferPointer<UInt8>,
        tree: (any NodeStore)? = nil
    ) {
        checkPosition(row)
        if !row.isLeafStored { noteChange(.leaf, at: row) }
        checkOrder(row)
        checkRecord(row, line)
        guard let tree, isDense else { return frontier.append(row.leaf) }
        var wrong: [MerkleNode] = []
        frontier.append(row.leaf) { node, hash in
            if tree.holds(node), tree.hash(of: node) != hash { wrong.append(node) }
        }
        for node in wrong where lastChanged <= node.leaves.lowerBound {
            note(AuditProblem(node.leaves.lowerBound + 1, .node(node)))
            lastChanged = node.leaves.upperBound
        }
    }

    /// Notes a fault which means that the event itself was changed.
    private mutating func noteChange(_ fault: AuditProblem.Fault, at row: AuditedRow) {
        lastChanged = frontier.size + 1
        note(fault, at: row)
    }

    private mutating func checkPosition(_ row: AuditedRow) {
        let expected = lastPosition &+ 1
        lastPosition = row.position
        guard row.position != expected else { return }
        isDense = false
        if row.position > expected {
            note(AuditProblem(expected, .missing(next: row.position)))
        } else {
            note(.position(expected: expected), at: row)
        }
    }

    private mutating func checkOrder(_ row: AuditedRow) {
        let expected = (versions[row.stream] ?? (beginsAtFirst ? 0 : row.streamVersion &- 1)) &+ 1
        if row.streamVersion != expected {
            let subject = String(decoding: streams[row.stream] ?? [], as: UTF8.self)
            note(.streamVersion(subject: subject, expected: expected, found: row.streamVersion), at: row)
        }
        versions[row.stream] = row.streamVersion
        if !usedTypes.contains(row.type) { usedTypes.insert(row.type) }
        let time = Timestamp(microseconds: row.recordedTime)
        if let last = lastRecordedTime, time < last { note(.recordedTimeDecreases, at: row) }
        lastRecordedTime = time
    }

    private mutating func checkRecord(_ row: AuditedRow, _ line: UnsafeBufferPointer<UInt8>) {
        if let scanned = RecordScanner.scan(line) {
            compare(row, scanned.id, scanned.recordedTime, scanned.streamVersion)
            compare(row, subject: line.extracting(scanned.subject), type: line.extracting(scanned.type))
            return
        }
        let record: Record
        do { record = try Record(canonical: Array(line)) } catch { return noteChange(.record(error), at: row) }
        compare(row, record.id, record.recordedTime, record.streamVersion)
        var (subject, type) = (record.subject, record.type)
        subject.withUTF8 { subject in
            type.withUTF8 { type in compare(row, subject: subject, type: type) }
        }
    }

    private mutating func compare(
        _ row: AuditedRow,
        _ id: UniqueID,
        _ recordedTime: Timestamp,
        _ streamVersion: Int
    ) {
        if row.id != id { noteChange(.column("id"), at: row) }
        if row.recordedTime != recordedTime.microseconds { noteChange(.column("recorded_time"), at: row) }
        if row.streamVersion != streamVersion { noteChange(.column("version"), at: row) }
        if !ids.insert(id) { suspects.append((row.position, id)) }
    }

    private mutating func compare(
        _ row: AuditedRow,
        subject: UnsafeBufferPointer<UInt8>,
        type: UnsafeBufferPointer<UInt8>
    ) {
        if !Self.isSame(streams[row.stream], subject) { noteChange(.column("stream"), at: row) }
        if !Self.isSame(types[row.type], type) { noteChange(.column("type"), at: row) }
    }

    /// Call after the last event: notes stream and type names that no event uses, if the audit started at the first
    /// event.
    package mutating func finish() {
        guard beginsAtFirst else { return }
        for number in streams.keys.sorted() where versions[number] == nil { noteUnused("stream", streams[number]) }
        for number in types.keys.sorted() where !usedTypes.contains(number) { noteUnused("type", types[number]) }
    }

    private mutating func noteUnused(_ what: String, _ name: [UInt8]?) {
        note(AuditProblem(nil, .name("no event has the \(what) '\(String(decoding: name ?? [], as: UTF8.self))'")))
    }

    private static func isSame(_ name: [UInt8]?, _ found: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let name, name.count == found.count else { return false }
        return name.withUnsafeBufferPointer { known in
            for index in 0..<found.count where known[index] != found[index] { return false }
            return true
        }
    }
}
