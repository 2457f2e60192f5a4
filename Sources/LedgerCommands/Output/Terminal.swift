import Glibc
import LedgerSystem

/// What standard output and standard error are connected to.
enum Terminal {
    static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
    static let errorIsTerminal = isatty(STDERR_FILENO) == 1

    /// The columns of the terminal, nil when output goes elsewhere.
    static var width: Int? {
        guard outputIsTerminal else { return nil }
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
        return Environment["COLUMNS"].flatMap(Int.init) ?? 80
    }

    /// Colour is used on a terminal only, and never when `NO_COLOR` is set (no-color.org) or `TERM` is `dumb`.
    static let hasColour = outputIsTerminal && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
}

/// A colour by its meaning.
enum Ink: Int, CaseIterable, Sendable {
    case bad = 31
    case good = 32
    case waiting = 33
    case quiet = 90
    case heading = 1

    /// What follows the escape character where our own output changes the colour.
    static let codes = allCases.map { "[\($0.rawValue)m" } + ["[0m"]

    func painting(_ text: String) -> String {
        Terminal.hasColour ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
