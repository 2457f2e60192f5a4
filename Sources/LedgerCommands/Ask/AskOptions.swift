import ArgumentParser
import LedgerDomain
import LedgerViews
import LedgerValues

/// What every query has.
struct AskOptions: ParsableArguments {
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions
}

struct MomentOptions: ParsableArguments {
    @Option(
        help: """
            As of when: a time (2026-11-01, "2 hours ago"), a position (#1234) or a deployment (shop/prod@v12: when it \
            ended).
            """
    )
    var at: String?

    @Flag(help: "A time means what the ledger knew then, not what was so then.")
    var asKnown = false

    func read(now: Timestamp) throws(Failure) -> MomentText? {
        guard let at else {
            guard !asKnown else {
                throw .usage("--as-known needs --at with a time", hint: "--at \"2 hours ago\" --as-known")
            }
            return nil
        }
        return try MomentText(at, asKnown: asKnown, now: now)
    }
}

/// A moment as it was written; a deployment's needs the views to become one.
enum MomentText: Equatable {
    case moment(Moment)
    case end(StageID, version: Int)

    init(_ text: String, asKnown: Bool, now: Timestamp) throws(Failure) {
        if text.hasPrefix("#") {
            guard let position = Int(text.dropFirst()), position >= 0 else {
                throw .usage("'\(text)' is no position", hint: "write #1234")
            }
            self = .moment(.position(position))
        } else if text.contains("/"), let at = text.firstIndex(of: "@"),
            let version = Reference.version(String(text[text.index(after: at)...]))
        {
            self = .end(try StageID(argument: String(text[..<at])), version: version)
        } else {
            let time = try TimeText.read(text, now: now)
            self = .moment(asKnown ? .asKnown(time) : .time(time))
        }
    }
}
