import LedgerDomain
import LedgerLog
import LedgerSystem
import LedgerValues

/// Some records of a replay that follow one another in one file.
struct ReplayPart: Sendable {
    fileprivate(set) var records: [Record] = []
    /// Why nothing follows these records, if that is not the end.
    fileprivate(set) var failure: OperationError?
    /// Bytes of all files and lines that the ledger has, up to the end of this part.
    fileprivate(set) var (bytesRead, skipped) = (0, 0)
    fileprivate var file = ""
    fileprivate var firstLine = 0
    fileprivate var size = 0

    /// Small enough for some of them to wait in memory, whatever their records are like.
    fileprivate var isFull: Bool { records.count >= 256 || size >= 1 << 18 }

    func place(of index: Int) -> String { "\(file), line \(firstLine + index)" }
}

/// Reads the files of a replay and checks each line by itself.
struct ReplayReader: ~Copyable {
    /// Nothing comes after the part that was read last.
    private(set) var isFinished = false

    private let log: any EventLog
    private let gate: SealingGate
    private let known: Int
    private var skipped = 0
    private var frontier: MerkleFrontier
    private let expectedRoot: SHA256Hash?
    /// No event can have been recorded after this.
    private let latest: Timestamp
    private var files: [String]
    private var reader: LineReader?
    /// Where the line that was read last stands.
    private var (file, lastLine) = ("", 0)
    private var bytesDone = 0

    /// Lines up to the `head` of `log` are compared with it.
    init(
        _ files: [String],
        after log: any EventLog,
        at head: LogHead,
        through gate: SealingGate,
        expecting root: SHA256Hash?,
        recordedBy latest: Timestamp
    ) {
        (self.files, self.log, self.gate, expectedRoot, self.latest) = (files, log, gate, root, latest)
        (known, frontier) = (head.size, head.frontier)
        reader = nil
    }

    /// Opens every file once, so that one that is missing is told before anything is read.
    static func size(of files: [String]) throws(OperationError) -> Int? {
        var total: Int? = 0
        for path in files where path != "-" {
            let size = try LineReader.opened(path, longest: 1).size
            total = total.flatMap { total in size.map { total + $0 } }
        }
        return files.contains("-") ? nil : total
    }

    mutating func next() -> ReplayPart {
        var part = ReplayPart()
        do { try fill(&part) } catch { part.failure = error }
        (part.bytesRead, part.skipped) = (bytesDone + (reader?.bytesRead ?? 0), skipped)
        if part.failure != nil { isFinished = true }
        return part
    }

    private mutating func fill(_ part: inout ReplayPart) throws(OperationError) {
        while !part.isFull {
            guard let line = try nextLine() else {
                // A part holds lines of one file.
                if !part.records.isEmpty { return }
                guard try openNext() else { return try finish() }
                continue
            }
            guard !line.hadReturn else { throw failed(.carriageReturn) }
            part.size += line.bytes.count
            if skipped < known {
                try compare(line)
            } else {
                try add(line, to: &part)
            }
        }
    }

    private mutating func add(_ line: LineReader.Line, to part: inout ReplayPart) throws(OperationError) {
        if part.records.isEmpty { (part.file, part.firstLine) = (file, line.number) }
        if expectedRoot != nil { frontier.append(MerkleFrontier.leaf(line.bytes)) }
        let record: Record
        do { record = try Record(exported: line.bytes) } catch { throw failed(.notARecord("\(error)")) }
        try check(record)
        part.records.append(record)
    }

    /// Bytes are kept here, so that nothing can be sealed any more.
    private func check(_ record: Record) throws(OperationError) {
        guard record.recordedTime <= latest else { throw failed(.recordedAhead(record.recordedTime)) }
        do { try gate.check(record.data) } catch {
            switch error {
            case .unsealed(let value): throw failed(.unsealed(value))
            case .source(let error): throw .sealing(error)
            }
        }
    }

    /// A ledger that is not empty must begin with the same lines.
    private mutating func compare(_ line: LineReader.Line) throws(OperationError) {
        let position = skipped + 1
        let stored: StoredRecord?
        do { stored = try log.record(at: position) } catch { throw .log(error) }
        guard stored?.bytes == line.bytes else {
            throw failed(.otherEvent(position: position))
        }
        skipped = position
    }

    /// The last word before the append becomes durable.
    private mutating func finish() throws(OperationError) {
        isFinished = true
        guard let expectedRoot, frontier.root != expectedRoot else { return }
        throw failed(.otherRoot(found: "\(frontier.root)", expected: "\(expectedRoot)"))
    }
}

// MARK: - Lines

extension ReplayReader {
    private mutating func nextLine() throws(OperationError) -> LineReader.Line? {
        guard let line = try nextOfFile() else { return nil }
        lastLine = line.number
        guard line.isTerminated else {
            throw failed(.cutOff)
        }
        return line
    }

    private mutating func nextOfFile() throws(OperationError) -> LineReader.Line? {
        do { return try reader?.next() } catch { throw OperationError(error) }
    }

    /// Goes to the next file; false after the last.
    private mutating func openNext() throws(OperationError) -> Bool {
        guard !files.isEmpty else { return false }
        bytesDone += reader?.bytesRead ?? 0
        let next = try LineReader.opened(files.removeFirst(), longest: Record.largest)
        file = next.displayName
        reader = consume next
        return true
    }

    private func failed(_ fault: KeepingError.ReplayFault) -> OperationError {
        .keeping(.replay(fault, place: "\(file), line \(lastLine)"))
    }
}
