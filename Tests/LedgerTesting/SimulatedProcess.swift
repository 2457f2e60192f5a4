import Synchronization

/// A process that may die at one of its steps: before or after an append to the log or a call of AWS.
package final class SimulatedProcess: Sendable {
    private struct State {
        var step = 0
        var isDead = false
    }

    private let state = Mutex(State())
    /// Nil for a process that lives.
    private let dyingStep: Int?

    package init(dyingAt step: Int? = nil) {
        dyingStep = step
    }

    package var isDead: Bool { state.withLock(\.isDead) }
    package var steps: Int { state.withLock(\.step) }

    /// The steps after an append or a call.
    ///
    /// A process that dies before the next one leaves the same as one that dies here.
    package var crashPoints: [Int] { Array(stride(from: 2, through: steps, by: 2)) }

    /// Takes the next step; false if the process is dead then.
    package func step() -> Bool {
        state.withLock { state in
            if state.isDead { return false }
            state.step += 1
            if state.step == dyingStep { state.isDead = true }
            return !state.isDead
        }
    }
}
