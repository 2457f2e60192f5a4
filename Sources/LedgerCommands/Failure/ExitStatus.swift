/// What a command's end tells a script.
enum ExitStatus: Int32, Sendable {
    case done = 0
    /// Also what `diff` and `drift` say when there is a difference.
    case unexpected = 1
    /// `diff` and `drift` could not compare.
    case trouble = 2
    case notFound = 3
    case refused = 4
    case conflict = 5
    case deploymentFailed = 6
    case deploymentRolledBack = 7
    case timedOut = 8
    case inDoubt = 9
    case verificationFailed = 10
    case usage = 64
    case interrupted = 130
}
