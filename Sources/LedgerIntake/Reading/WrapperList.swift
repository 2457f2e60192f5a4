/// The list of a wrapper that is being read: its elements can be taken before it ends.
struct WrapperList {
    /// Where the first element begins, and where the last whole one ends: at its comma.
    let start: Int
    private(set) var end: Int
    /// How many bytes of the elements up to ``end`` are in texts.
    private(set) var textSize = 0
    var isOpen = true
    private var textsBefore: Int

    /// The members that hold the elements of wrappers.
    static let names = ["Records", "records", "Messages", "events", "logEvents", "results"]
    static let longestName = 9
    /// What comes before the list is in each part.
    private static let longestHead = 1 << 14

    /// Nil if no wrapper has a list of this name, or if it begins too late.
    init?(_ name: [UInt8], from start: Int, _ textsBefore: Int) {
        guard start <= Self.longestHead, Self.names.contains(where: { $0.utf8.elementsEqual(name) }) else { return nil }
        (self.start, end, self.textsBefore) = (start, start, textsBefore)
    }

    var isEmpty: Bool { end == start }

    mutating func endElement(at place: Int, _ texts: Int) {
        guard isOpen else { return }
        (end, textSize) = (place, texts - textsBefore)
    }

    /// The elements up to ``end`` are gone, with their comma.
    mutating func removeElements() {
        (end, textSize) = (start, 0)
    }
}
