import LedgerDomain
import LedgerValues

/// Why a command did not do what it was asked, told in one line.
struct Failure: Error, Equatable {
    var status: ExitStatus
    /// A stable word for scripts: `stageLocked`.
    var code: String
    /// What is wrong, and where; no full stop.
    var what: String
    /// What to do; no full stop.
    var hint: ShellText
    /// More members of the error as JSON.
    var details: JSONObject = [:]

    init(_ status: ExitStatus, _ code: String, _ what: String, hint: ShellText, details: JSONObject = [:]) {
        (self.status, self.code, self.what, self.hint, self.details) = (status, code, what, hint, details)
    }

    static func usage(_ what: String, hint: ShellText) -> Failure {
        Failure(.usage, "usage", what, hint: hint)
    }

    static func notFound(_ what: String, hint: ShellText) -> Failure {
        Failure(.notFound, "notFound", what, hint: hint)
    }

    var json: JSONObject {
        var object = details
        object["error"] = .string(what)
        object["code"] = .string(code)
        object["exit"] = .integer(Int64(status.rawValue))
        object["hint"] = .string(hint.text)
        return object
    }

    /// One line, with everything in it that could disturb a terminal escaped.
    var line: String {
        let isSentence = [".", "?", "!"].contains { what.hasSuffix($0) }
        return "error: \(what)\(isSentence ? "" : ".") hint: \(hint.text)".escapingControls
    }
}

extension Failure {
    /// Tells it on standard error, after all that was printed; returns the exit code.
    func tell(asJSON: Bool) -> Int32 {
        try? StandardOutput.flush()
        StandardError.write((asJSON ? JSONValue.object(json).printed : line) + "\n")
        return status.rawValue
    }
}
