import Glibc
import Synchronization

/// Waits in the main thread for work done in tasks, or for a signal that interrupts it.
package enum Interruptible {
    /// Runs `work` to its end; on SIGINT, SIGTERM or SIGHUP throws what `interruption` returns, and the work ends with the
    /// process.
    ///
    /// The signals are blocked in all threads and received here, so no signal handler is needed, which could do next to
    /// nothing. Interrupted work is like killed work: the log shows how to resume it.
    package static func wait<Value: Sendable, Failure: Error>(
        interruption: @escaping @Sendable () -> Failure,
        for work: @escaping @Sendable () async throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var awaited = sigset_t()
        sigemptyset(&awaited)
        for number in [SIGINT, SIGTERM, done] + hangUp { sigaddset(&awaited, number) }
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
            if number != done { throw interruption() }
        }
    }

    private static let done = SIGUSR1

    /// None where the caller has it ignored, as `nohup` does: a blocked signal would come nevertheless.
    private static var hangUp: [Int32] {
        var current = sigaction()
        guard sigaction(SIGHUP, nil, &current) == 0 else { return [] }
        let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
        return unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self) == ignored ? [] : [SIGHUP]
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
