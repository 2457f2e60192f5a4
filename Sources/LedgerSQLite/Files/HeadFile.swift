internal import LedgerLog
internal import LedgerSystem

internal import Glibc

/// `head.json`: two slots, written in turn, so that one is valid whenever the machine stops.
///
/// A torn or truncated write-ahead log silently loses its last commits; this file detects that.
struct HeadFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens the file of a ledger for writing.
    init(path: String) throws(EventLogError) {
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
    }

    deinit { close(descriptor) }

    /// Creates the file atomically, with `head` in both slots.
    static func create(_ head: HeadSlot, at path: String) throws(EventLogError) {
        let bytes = head.line(isFirst: true) + head.line(isFirst: false)
        do { try DurableFile.replace(path, with: bytes) } catch { throw EventLogError(error, path: path) }
    }

    /// Whether its path now leads to another file, or to none.
    var hasMoved: Bool { FileIdentity(descriptor) != FileIdentity(path) }

    /// The newest valid slot.
    ///
    /// - Throws: ``EventLogError/damaged(_:)`` if neither is valid.
    func newest() throws(EventLogError) -> HeadSlot {
        guard let (_, head) = Self.newest(descriptor) else { throw .damaged("head.json") }
        return head
    }

    /// Writes `head` to the older slot, durably.
    func write(_ head: HeadSlot) throws(EventLogError) {
        let isFirst = Self.newest(descriptor)?.isFirst == false
        let line = head.line(isFirst: isFirst)
        guard pwrite(descriptor, line, line.count, isFirst ? 0 : off_t(HeadSlot.length)) == line.count,
            fdatasync(descriptor) == 0
        else { throw EventLogError(errno: errno, path: path) }
    }

    /// The newest slot of the file at `path`; nil if there is no file or no valid slot.
    static func read(at path: String) -> HeadSlot? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return newest(descriptor)?.head
    }

    /// All valid slots; nil if there is no file.
    ///
    /// - Throws: If the system does not let the file be opened: that says nothing of what is in it.
    static func slots(at path: String) throws(EventLogError) -> [HeadSlot]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw EventLogError(errno: errno, path: path) }
        defer { close(descriptor) }
        let (first, second) = slots(descriptor)
        return [first, second].compactMap(\.self)
    }

    private static func newest(_ descriptor: Int32) -> (isFirst: Bool, head: HeadSlot)? {
        let (first, second) = slots(descriptor)
        guard let first else { return second.map { (false, $0) } }
        guard let second, second.size > first.size else { return (true, first) }
        return (false, second)
    }

    private static func slots(_ descriptor: Int32) -> (first: HeadSlot?, second: HeadSlot?) {
        var bytes = [UInt8](repeating: 0, count: 2 * HeadSlot.length)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let first = HeadSlot(line: bytes.prefix(min(max(0, count), HeadSlot.length)), isFirst: true)
        let second = HeadSlot(line: bytes.prefix(max(0, count)).dropFirst(HeadSlot.length), isFirst: false)
        return (first, second)
    }
}
