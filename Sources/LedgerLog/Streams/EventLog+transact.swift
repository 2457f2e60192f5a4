extension EventLog {
    /// How often a transaction decides before it gives up.
    package static var attempts: Int { 32 }

    /// Reads, decides and appends; and starts again when somebody else has appended in between.
    ///
    /// `decide` reads the streams itself, and its writes expect the versions that it has read. So a conflict means that
    /// it decided on an old state, and it decides again on the new one.
    ///
    /// - Parameters:
    ///   - wrap: Turns an error of the log into one of the caller.
    ///   - recover: Whether another attempt can succeed after this error; it may prepare that attempt.
    ///   - decide: Decides on the newest state.
    /// - Returns: The value of the decision that was appended, or that needed no append.
    /// - Throws: What `decide` throws, a rejection for instance, at once. The log's error, when it is not recovered from
    ///   or when this was the last of ``attempts``.
    package func transact<Value, Failure: Error>(
        orLogFailure wrap: (EventLogError) -> Failure,
        decidingAgainAfter recover: (EventLogError) throws(Failure) -> Bool = { $0.isConflict },
        _ decide: () throws(Failure) -> Decision<Value>
    ) throws(Failure) -> Value {
        var attempt = 1
        while true {
            switch try decide() {
            case .done(let value): return value
            case .append(let writes, let value):
                let places: [Place]
                do { places = try append(writes) } catch {
                    guard try recover(error), attempt < Self.attempts else { throw wrap(error) }
                    attempt += 1
                    continue
                }
                return value(places)
            }
        }
    }
}

extension EventLogError {
    /// Whether another append came first.
    package var isConflict: Bool {
        if case .conflict = self { true } else { false }
    }
}
