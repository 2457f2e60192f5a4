package import LedgerValues

/// State that answers what is proposed with what then happens, and is rebuilt from what has happened.
///
/// A proposal is an event that somebody wants: most become exactly that event, some none or several. Both members are
/// pure: same inputs, same outputs, no clock, no randomness, no I/O.
package protocol Decider: Sendable {
    associatedtype Event: Sendable

    /// The state before any event.
    init()

    /// Returns the events that `proposal` causes, none if it changes nothing.
    ///
    /// `now` is when it is proposed to happen.
    func decide(_ proposal: Event, at now: Timestamp) throws(Rejection) -> [Event]

    /// Takes in an event.
    ///
    /// Never fails: what is recorded has happened, in whatever order it was heard of.
    mutating func evolve(_ event: Event, at time: Timestamp)
}
