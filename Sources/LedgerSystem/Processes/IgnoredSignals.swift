import Glibc

/// Signals that would end this program where a failed write tells it as well.
package enum IgnoredSignals {
    /// A reader that has gone, and a file over the limit of `ulimit -f`.
    static let all = [SIGPIPE, SIGXFSZ]

    package static func ignore() {
        for number in all { signal(number, SIG_IGN) }
    }

    /// Undoes it, and lets all signals through, for a program that takes the place of this one.
    package static func reset() {
        for number in all { signal(number, SIG_DFL) }
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
    }
}
