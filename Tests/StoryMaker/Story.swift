/// Something that happened to a stack, told event by event.
protocol Story: Sendable {
    /// Its folder in `Replays`.
    var name: String { get }

    func tell(_ narrator: Narrator) throws
}
