/// What the reasons against a rollback target come to.
package enum RollbackVerdict: String, Sendable {
    case eligible
    /// No reason against it is known, but AWS did not answer every question.
    case unknown
    /// Never chosen by default, possible when named.
    case skipped
    /// Not possible, even when named.
    case blocked

    package init(_ reasons: some Sequence<RollbackReason>) {
        let weights = Set(reasons.map(\.weight))
        self =
            if weights.contains(.block) { .blocked } else if weights.contains(.skip) { .skipped } else {
                weights.contains(.unknown) ? .unknown : .eligible
            }
    }
}
