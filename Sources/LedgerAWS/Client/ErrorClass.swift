/// How a caller should treat an AWS error.
package enum ErrorClass: Equatable, Sendable, CaseIterable {
    /// Certainly not carried out; may be retried later.
    case throttled
    /// It may have been carried out: check before retrying.
    case doubtful
    /// AWS does not accept the keys or the clock. Retry once with fresh ones; then the user must act.
    case credentials
    /// Not allowed; the user must act.
    case denied
    /// Another operation is in progress; wait for it.
    case busy
    /// A resource that was just created is not known everywhere yet.
    case propagating
    /// The requested state already exists; check to confirm.
    case alreadySo
    /// Someone else has changed it since it was read.
    case outdated
    /// The call itself is wrong and never succeeds.
    case invalid
}
