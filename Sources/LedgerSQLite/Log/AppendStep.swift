/// The steps of an append, at each of which a crash test can kill the process.
package enum AppendStep: String, CaseIterable, Sendable {
    case began
    case inserted
    case committing
    case committed
    case headWritten
    case checkpointing
}
