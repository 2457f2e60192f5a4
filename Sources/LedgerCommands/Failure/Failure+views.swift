import LedgerViews

extension Failure {
    init(_ error: ViewError) {
        switch error {
        case .log(let error): self.init(error)
        case .notWritable(let path):
            self.init(
                .unexpected,
                "notWritable",
                "\(path) is not writable",
                hint: "queries keep their views there: check its owner and mode"
            )
        case .diskFull: self.init(.unexpected, "diskFull", "the disk is full", hint: "free some space and try again")
        case .busy: self.init(.conflict, "busy", "another process kept the views locked", hint: "try again")
        case .noSuchPosition(let position, let last):
            self.init(.notFound, "notFound", "no event #\(position)", hint: "the last is #\(last)")
        case .refused(let what):
            self.init(.usage, "query", what, hint: "one SELECT over the views; stackledger query --tables lists them")
        case .missingParameter(let name):
            self.init(.usage, "query", "the parameter '\(name)' has no value", hint: "--param \(name)=value")
        case .unknownParameter(let name):
            self.init(.usage, "query", "the statement has no parameter '\(name)'", hint: "write :\(name) in it")
        case .timeLimit(let limit):
            self.init(.unexpected, "timeLimit", "the query took longer than \(limit)", hint: "--time-limit allows more")
        case .damaged(let detail):
            self.init(
                .unexpected,
                "damaged",
                "the views are damaged: \(detail)",
                hint: Self.viewsHint
            )
        case .differs(let row):
            self.init(
                .verificationFailed,
                "views",
                "views.db says something else than the log (\(row))",
                hint: Self.viewsHint
            )
        // The machine is short of something: new views would meet the same.
        case .storage(let code, let message):
            self.init(.unexpected, "storage", "storage error \(code): \(message)", hint: "stackledger doctor")
        }
    }

    static let viewsHint: ShellText = "delete views.db: it is rebuilt"
}
