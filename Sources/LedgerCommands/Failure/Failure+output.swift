import LedgerSystem

extension Failure {
    init(_ error: OutputError) {
        self.init(
            .unexpected,
            "output",
            "standard output: \(SystemError(error.code).text)",
            hint: "what was printed is not whole"
        )
    }
}
