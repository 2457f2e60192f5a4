/// A moment of an append at which a process can die; what a crash test asks for.
package enum AppendStep: String, CaseIterable, Sendable {
    case began
    case inserted
    case committing
    case committed
    case headWritten
    case checkpointing
}
