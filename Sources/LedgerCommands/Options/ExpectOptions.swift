import ArgumentParser
import LedgerOperations

struct ExpectOptions: ParsableArguments {
    @Option(help: "Refuse unless this is the stage's newest deployment: v7.")
    private var expect: String?

    /// The version that must be the newest; nil when none is named.
    func version() throws(Failure) -> Int? {
        guard let expect else { return nil }
        guard let version = Reference.version(expect) else { throw .usage(.notAVersion(expect)) }
        return version
    }
}
