import LedgerDomain
import LedgerValues
import LedgerSystem

/// Times for people: relative on a terminal, exact elsewhere.
struct RelativeTime {
    let now: Timestamp
    let isRelative: Bool

    init(now: Timestamp = .now(), isRelative: Bool = Terminal.outputIsTerminal) {
        (self.now, self.isRelative) = (now, isRelative)
    }

    /// `text` is a time as the views have it.
    func text(_ text: String?) -> String {
        guard let text else { return "" }
        guard isRelative, let time = Timestamp(rfc3339: text) else { return text }
        let seconds = (now.microseconds - time.microseconds) / 1_000_000
        return seconds < 0 ? "in \(Self.length(-seconds))" : "\(Self.length(seconds)) ago"
    }

    /// A length in the largest unit of which there are at least two: `90 s`, `3 h`.
    static func length(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7_200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3_600) h"
        case ..<5_184_000: "\(seconds / 86_400) days"
        case ..<63_072_000: "\(seconds / 2_592_000) months"
        default: "\(seconds / 31_536_000) years"
        }
    }
}
