import LedgerValues

/// A thing that was asked for and is not described, and why: `MISSING`.
package struct ECSFailure: Equatable, Sendable {
    package let arn, reason: String

    init(_ object: JSONObject) {
        (arn, reason) = (object.text("arn") ?? "", object.text("reason") ?? "")
    }
}
