extension String {
    /// A text from outside, with at most `limit` bytes.
    package func cut(to limit: Int = 4_096) -> String {
        guard utf8.count > limit else { return self }
        let mark = "…"
        var end = utf8.index(startIndex, offsetBy: limit - mark.utf8.count)
        while String.Index(end, within: unicodeScalars) == nil { end = utf8.index(before: end) }
        return self[..<end] + mark
    }
}
