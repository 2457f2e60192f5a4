package import LedgerValues

/// State that decides which events a proposal causes, and is rebuilt from events.
///
/// A proposal is an event that somebody wants to record: most proposals cause exactly that event, some none or several.
/// Both functions are pure: same inputs, same outputs, no clock, no randomness, no I/O.
package protocol Decider: Sendable {
    associatedtype Event: Sendable

    /// The state before any event.
    init()

    /// Returns the events that `proposal` causes, none if it changes nothing.
    ///
    /// `now` is the time of the proposal.
    func decide(_ proposal: Event, at now: Timestamp) throws(Rejection) -> [Event]

    /// Takes in an event.
    ///
    /// Never fails: what is recorded has happened, and events may be recorded in any order.
    mutating func evolve(_ event: Event, at time: Timestamp)
}
