import Glibc
import Synchronization

/// Waits in the main thread for work that is done in tasks, or for whoever interrupts it.
enum Blocking {
    /// Runs `work` to its end; an interruption throws what `interruption` says, and the work ends with the process.
    ///
    /// The signals are blocked for all threads and taken here, so that no handler is needed, which might do next to
    /// nothing. Work that is interrupted is like work that is killed: the log says how to go on.
    static func wait<Value: Sendable>(
        interruption: @escaping @Sendable () -> Failure,
        for work: @escaping @Sendable () async throws(Failure) -> Value
    ) throws(Failure) -> Value {
        var awaited = sigset_t()
        sigemptyset(&awaited)
        for number in [SIGINT, SIGTERM, done] { sigaddset(&awaited, number) }
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
        let outcome = Outcome<Value>()
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

    /// What a task leaves for the thread that waits for it.
    private final class Outcome<Value: Sendable>: Sendable {
        private let kept = Mutex<Result<Value, Failure>?>(nil)

        var result: Result<Value, Failure>? { kept.withLock(\.self) }

        func put(_ result: Result<Value, Failure>) {
            kept.withLock { $0 = result }
        }
    }
}
