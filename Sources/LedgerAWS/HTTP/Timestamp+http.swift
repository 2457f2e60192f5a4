package import LedgerValues

extension Timestamp {
    /// Parses the `Date` header of RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
    package init?(httpDate text: String) {
        let words = text.split(whereSeparator: { $0 == " " || $0 == ":" })
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 8, words[7] == "GMT", let day = Int64(words[1]),
            let month = months.firstIndex(of: String(words[2])), let year = Int64(words[3]), let hour = Int64(words[4]),
            let minute = Int64(words[5]), let second = Int64(words[6]), (0..<24).contains(hour),
            (0..<60).contains(minute), (0...60).contains(second),
            let midnight = Timestamp(year: year, month: Int64(month) + 1, day: day)
        else { return nil }
        self = midnight.advanced(bySeconds: (hour * 60 + minute) * 60 + second)
    }

    /// The form of `X-Amz-Date`: `20150830T123600Z`.
    var compact: String {
        description.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
