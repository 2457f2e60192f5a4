/// What an error of AWS means to whoever made the call.
package enum ErrorClass: Equatable, Sendable, CaseIterable {
    /// Surely not carried out; may be sent again, later.
    case throttled
    /// It may have been carried out: look before sending it again.
    case doubtful
    /// The keys or the clock are not accepted; once more with fresh ones, then it is the user's.
    case credentials
    /// Not allowed. The user's to put right.
    case denied
    /// Something else is under way there; wait for it.
    case busy
    /// What was just made is not known everywhere yet.
    case propagating
    /// What is asked for is so already, if a look confirms it.
    case alreadySo
    /// It was changed by someone else since it was read.
    case outdated
    /// The call itself is wrong; it never succeeds.
    case invalid
}
