/// Runs each body in turn, again and again, so that whatever else the machine does hits all alike.
///
/// - Returns: The median time of each.
func medians(
    rounds: Int,
    of bodies: [(_ round: Int) throws(BenchmarkError) -> Void]
) throws(BenchmarkError) -> [Duration] {
    var times = [[Duration]](repeating: [], count: bodies.count)
    for round in 0..<rounds {
        for (index, body) in bodies.enumerated() {
            let start = ContinuousClock.now
            try body(round)
            times[index].append(ContinuousClock.now - start)
        }
    }
    return times.map(\.median)
}

extension [Duration] {
    var median: Duration { self[count / 2, sorted: ()] }

    private subscript(index: Int, sorted _: Void) -> Duration { sorted()[index] }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }

    /// Three digits, in the unit that suits.
    var short: String {
        switch seconds {
        case ..<1e-3: "\((seconds * 1e6).short) µs"
        case ..<1: "\((seconds * 1e3).short) ms"
        default: "\(seconds.short) s"
        }
    }
}

extension Double {
    /// Three digits.
    var short: String {
        let places = self < 10 ? 100.0 : self < 100 ? 10.0 : 1.0
        let rounded = (self * places).rounded() / places
        return places == 1 ? Int(rounded).grouped : "\(rounded)"
    }
}

extension Int {
    /// With a comma before every three digits.
    var grouped: String {
        var text = ""
        for (index, digit) in String(self).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
