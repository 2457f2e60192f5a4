/// A page of concatenated records, in memory that is reused for the next page.
struct RecordPage {
    /// The maximum number of records in a page; fewer if they are large.
    static let records = 500
    private static let bytes = 1 << 20

    private var bytes: [UInt8] = []
    private var ends: [(position: Int, end: Int)] = []

    var isFull: Bool { bytes.count >= Self.bytes }
    var lastPosition: Int? { ends.last?.position }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ record: UnsafeRawBufferPointer, position: Int) {
        bytes.append(contentsOf: record)
        ends.append((position, bytes.count))
    }

    func forEach<Failure: Error>(
        _ body: (Int, UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let result: Result<Void, Failure> = bytes.withUnsafeBytes { all in
            Result { () throws(Failure) in
                var start = 0
                for (position, end) in ends {
                    try body(position, UnsafeRawBufferPointer(rebasing: all[start..<end]))
                    start = end
                }
            }
        }
        try result.get()
    }
}
