package import LedgerDomain
package import LedgerValues
package import LedgerViews

/// A moment as a person writes it; the views turn a deployment into one.
package enum MomentText: Equatable, Sendable {
    case moment(Moment)
    /// When a deployment ended.
    case end(StageID, version: Int)

    /// With `asKnown` a time means what the ledger knew then, not what was so then.
    package init(_ text: String, asKnown: Bool, now: Timestamp) throws(OperationError) {
        if text.hasPrefix("#") {
            guard let position = Int(text.dropFirst()), position >= 0 else { throw .input(.notAPosition(text)) }
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
