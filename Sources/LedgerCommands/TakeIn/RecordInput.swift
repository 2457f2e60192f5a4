import LedgerLog
import LedgerOperations
import LedgerSystem
import LedgerValues

/// The events of a file, and the lines that they stand on.
struct RecordInput {
    private(set) var batch = EventBatch()
    private let name: String
    private var lines: [Int] = []

    /// `time` is when an event happened that does not say so.
    init(_ file: String, time: Timestamp?) throws(Failure) {
        var reader: LineReader
        do { reader = try LineReader(path: file, longest: 4 * Record.largest) } catch {
            throw Failure(OperationError(error))
        }
        name = reader.displayName
        while let line = try Self.next(&reader) {
            if line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            try add(line, time)
        }
    }

    private static func next(_ reader: inout LineReader) throws(Failure) -> LineReader.Line? {
        do { return try reader.next() } catch { throw Failure(OperationError(error)) }
    }

    func place(of index: Int) -> String? { "\(name), line \(lines[index])" }

    private mutating func add(_ line: LineReader.Line, _ time: Timestamp?) throws(Failure) {
        let place = "\(name), line \(line.number)"
        let json: JSONValue
        do { json = try JSONReader.value(line.bytes) } catch {
            throw Failure(CommandError.malformed(place: place, "\(error)"))
        }
        do { try batch.add(json, time: time) } catch { throw Failure(error) { _ in place } }
        lines.append(line.number)
    }
}
