/// What one attempt of ``EventLog/transact(orLogFailure:decidingAgainAfter:_:)`` has decided.
package enum Decision<Value> {
    /// Nothing is to be appended.
    case done(Value)
    /// These events; `value` is made of their places in the log.
    case append([StreamWrite], value: ([Place]) -> Value)
}
