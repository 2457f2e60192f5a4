import TestThreads
import Testing

extension Trait where Self == StartsPrograms {
    static var startsPrograms: Self { StartsPrograms() }
}
