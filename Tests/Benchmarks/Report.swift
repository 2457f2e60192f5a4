/// One line of the table.
struct Figure {
    /// What the figure should be.
    enum Aim {
        case none
        case atLeast(Double, of: Double, text: String)
        case atMost(Double, of: Double, text: String)
    }

    let name: String
    let value: String
    var peer = ""
    var ratio: Double?
    var aim = Aim.none
}

extension Figure.Aim {
    static func atLeast(_ bound: Double, _ value: Double) -> Self {
        .atLeast(bound, of: value, text: "≥ \(bound.short)")
    }

    static func atMost(_ bound: Double, _ value: Double) -> Self {
        .atMost(bound, of: value, text: "≤ \(bound.short)")
    }

    fileprivate var text: String {
        switch self {
        case .none: ""
        case .atLeast(_, _, let text), .atMost(_, _, let text): text
        }
    }

    fileprivate var verdict: String {
        switch self {
        case .none: ""
        case .atLeast(let bound, let value, _): value >= bound ? "yes" : "no"
        case .atMost(let bound, let value, _): value <= bound ? "yes" : "no"
        }
    }
}

/// The table of all figures.
struct Report {
    let title: String
    private var figures: [Figure] = []

    init(title: String) {
        self.title = title
    }

    mutating func add(_ figures: [Figure]) {
        self.figures += figures
    }

    var text: String {
        let rows = [["figure", "measured", "peer", "ratio", "aim", "met"]] + figures.map(Self.row)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
        }
        return ([title] + lines).joined(separator: "\n")
    }

    private static func row(_ figure: Figure) -> [String] {
        [
            figure.name, figure.value, figure.peer, figure.ratio?.short ?? "", figure.aim.text, figure.aim.verdict,
        ]
    }
}
