import Dispatch
import Foundation
import Synchronization

/// Threads for tests that wait for other programs.
///
/// Swift's own threads are as many as there are cores. A test that waits on one of them keeps it from all the others,
/// so tests that start programs run here. Their number is also the limit of programs that run at a time.
final class WaitingThreads: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let waiting = DispatchSemaphore(value: 0)

    init(count: Int) {
        for _ in 0..<count { Thread.detachNewThread { self.work() } }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        waiting.signal()
    }

    private func work() -> Never {
        while true {
            waiting.wait()
            let job = jobs.withLock { $0.removeFirst() }
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
