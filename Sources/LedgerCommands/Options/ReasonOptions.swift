import ArgumentParser

struct ReasonOptions: ParsableArguments {
    @Option(name: [.customShort("m"), .customLong("reason")], help: "Why; it stays in the history.")
    private var given: String?

    /// The reason; an empty one is none.
    var reason: String? { given.flatMap { $0.isEmpty ? nil : $0 } }

    /// The reason where there must be one.
    func required(for act: String) throws(Failure) -> String {
        guard let reason else { throw .usage(.reasonMissing(for: act)) }
        return reason
    }
}
