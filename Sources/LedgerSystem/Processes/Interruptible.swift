import Glibc
import Synchronization

/// Waits in the main thread for work done in tasks, or for a signal that interrupts it.
package enum Interruptible {
    /// Runs `work` to its end; on a signal that asks the program to end throws what `interruption` returns, and the work
    /// ends with the process, as do its children.
    ///
    /// The signals are blocked in all threads and received here, so no signal handler is needed, which could do next to
    /// nothing. Interrupted work is like killed work: the log shows how to resume it.
    package static func wait<Value: Sendable, Failure: Error>(
        interruption: @escaping @Sendable () -> Failure,
        for work: @escaping @Sendable () async throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var awaited = sigset_t()
        sigemptyset(&awaited)
        for number in ends + [done] { sigaddset(&awaited, number) }
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
        let outcome = WorkOutcome<Value, Failure>()
        Task {
            do throws(Failure) { outcome.put(.success(try await work())) } catch { outcome.put(.failure(error)) }
            kill(getpid(), done)
        }
        while true {
            var number: Int32 = 0
            sigwait(&awaited, &number)
            if let result = outcome.result { return try result.get() }
            guard number != done else { continue }
            ChildProcess.endAll()
            throw interruption()
        }
    }

    private static let done = SIGUSR1

    /// Not those that the caller has ignored, as `nohup` does: a blocked signal would come nevertheless.
    static var ends: [Int32] {
        [SIGINT, SIGTERM, SIGHUP, SIGQUIT].filter { number in
            var current = sigaction()
            guard sigaction(number, nil, &current) == 0 else { return false }
            let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
            return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) != ignored
        }
    }
}

/// Passes a task's result to the waiting thread.
private final class WorkOutcome<Value: Sendable, Failure: Error>: Sendable {
    private let kept = Mutex<Result<Value, Failure>?>(nil)

    var result: Result<Value, Failure>? { kept.withLock(\.self) }

    func put(_ result: Result<Value, Failure>) {
        kept.withLock { $0 = result }
    }
}
