import Glibc
import LedgerTesting
import Testing

/// Bytes that somebody has made to break the program, as far as chance finds them.
///
/// `FUZZ_SECONDS` says how long each entrance is fed; `SEED` repeats a run. Input on which the program dies is in
/// `/dev/shm/stackledger-fuzz-ENTRANCE.last` or below `/tmp`.
struct `Whatever comes in` {
    /// Of the processor's time, even unoptimised: a busy machine can make anything wait for longer.
    private static let longest = Duration.seconds(5)

    @Test(arguments: Entrance.allCases)
    func `ends with an answer or an error, soon`(entrance: Entrance) async throws {
        let seed = Thoroughness.seed ?? .random(in: 0..<1 << 32)
        let feeder = try Feeder(entrance)
        var mutator = Mutator(seed: seed, of: feeder.seeds)
        let end = ContinuousClock.now + .seconds(Self.seconds)
        var (inputs, answers, timed) = (0, 0, 0)
        while ContinuousClock.now < end {
            let bytes = mutator.next()
            Self.keep(bytes, of: entrance)
            let start = ThreadTime.now
            do {
                try await feeder.feed(bytes)
                answers += 1
            } catch is Feeder.Differs {
                Issue.record("\(entrance), seed \(seed), input \(inputs): what was read differs when it is written")
            } catch {}
            inputs += 1
            guard let spent = start.duration(to: .now) else { continue }
            timed += 1
            if spent > Self.longest { Issue.record("\(entrance), seed \(seed), input \(inputs): \(spent)") }
        }
        #expect(try feeder.check(), "\(entrance), seed \(seed)")
        #expect(timed > 10, "\(entrance), \(inputs) inputs")
        // Some of what is changed is still good, or nothing beyond the first check would be tried; a proof never is.
        #expect(entrance == .proof || answers > 0, "\(entrance), seed \(seed)")
        unlink(Self.path(of: entrance))
    }

    /// In the gate, a minute for all entrances together.
    private static var seconds: Double {
        getenv("FUZZ_SECONDS").flatMap { Double(String(cString: $0)) } ?? 60 / Double(Entrance.allCases.count)
    }

    private static func path(of entrance: Entrance) -> String {
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        return "\(folder)/stackledger-fuzz-\(entrance.rawValue).last"
    }

    private static func keep(_ bytes: [UInt8], of entrance: Entrance) {
        guard let file = fopen(path(of: entrance), "w") else { return }
        defer { fclose(file) }
        fwrite(bytes, 1, bytes.count, file)
    }
}

/// What a thread has used of the processor's time.
private struct ThreadTime {
    private let thread: pthread_t
    private let used: Duration

    static var now: ThreadTime {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return ThreadTime(thread: pthread_self(), used: .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec))
    }

    /// `nil` if the work went on in another thread.
    func duration(to end: ThreadTime) -> Duration? { thread == end.thread ? end.used - used : nil }
}
