import Glibc
import LedgerSQLite
import Synchronization

/// Kills this process when it comes to a step for the given time.
final class Death: Sendable {
    private let step: AppendStep
    private let left: Mutex<Int>

    init?(_ arguments: ArraySlice<String>) {
        guard let name = arguments.first, let step = AppendStep(rawValue: name),
            let count = arguments.last.flatMap({ Int($0) })
        else { return nil }
        self.step = step
        left = Mutex(count)
    }

    func pass(_ passed: AppendStep) {
        guard passed == step else { return }
        let isNow = left.withLock { left in
            left -= 1
            return left == 0
        }
        guard isNow else { return }
        if step == .checkpointing { dieSoon() } else { kill(getpid(), SIGKILL) }
    }

    /// A moment later, in the middle of what the step begins.
    private func dieSoon() {
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { _ in
                usleep(.random(in: 0...3_000))
                kill(getpid(), SIGKILL)
                return nil
            },
            nil
        )
    }
}
