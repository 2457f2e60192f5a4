import LedgerDomain

/// A bar on a terminal that shows how far long work has come; elsewhere nothing.
struct Progress {
    private let label: String
    private let total: Int
    private var shownPercent = -1
    private let isShown: Bool

    init(_ label: String, total: Int?) {
        self.label = label
        self.total = max(1, total ?? 0)
        isShown = Terminal.errorIsTerminal && total != nil
    }

    mutating func advance(to done: Int) {
        advance(to: done, of: total)
    }

    /// For work whose size is only known when it has begun.
    mutating func advance(to done: Int, of total: Int) {
        let total = max(1, total)
        let percent = min(100, done * 100 / total)
        guard isShown, percent != shownPercent else { return }
        shownPercent = percent
        let filled = percent * 30 / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        StandardError.draw("\r\(label) \(bar) \(percent)%")
    }

    /// Clears the line.
    func finish() {
        if isShown, shownPercent >= 0 { StandardError.draw("\r\u{1B}[2K") }
    }
}
