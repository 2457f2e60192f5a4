/// A text as a key that is equal only to the same bytes.
///
/// `String` compares by canonical equivalence, SQLite by bytes: `é` in one scalar and in two are two streams.
struct ExactText: Hashable {
    let text: String

    static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
