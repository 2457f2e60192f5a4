import Testing

import Glibc
import LedgerSystem
import TestThreads

@Suite(StartsPrograms())
struct `A child process` {
    private func run(_ script: String, seconds: Int = 30) throws -> ChildProcess.Ending {
        try ChildProcess(["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin", "A": "é"]).wait(
            seconds: seconds
        )
    }

    @Test func `has the given environment, and no input`() throws {
        let ending = try run("cat; printf \"$A\"; printf b >&2; exit 7")
        #expect(ending.status == 7)
        #expect(ending.output == Array("é".utf8) && ending.error == Array("b".utf8))
    }

    @Test(arguments: ["sleep 5", "exec >&- 2>&-; sleep 5", "sleep 5 & sleep 5"])
    func `that takes too long is killed`(script: String) throws {
        let start = ContinuousClock.now
        #expect(try run(script, seconds: 1).status == 128 + 9)
        #expect(ContinuousClock.now - start < .seconds(4))
    }

    @Test func `that prints without end is killed`() throws {
        let ending = try run("yes")
        #expect(ending.status == 128 + 9 && ending.output.count < 2 << 20)
    }

    @Test func `that does not exist cannot be started`() {
        #expect(throws: SystemError(2)) { try ChildProcess(["/nowhere"], environment: [:]) }
    }

    @Test func `that prints more than the limit is reported`() throws {
        #expect(try ChildProcess(["yes"]).wait(seconds: 30, limit: 100).cause == .printedTooMuch)
    }

    @Test func `is not waited for when only its child is left`() throws {
        let start = ContinuousClock.now
        let ending = try run("sleep 20 & printf done")
        #expect(ending.cause == .exited(0) && ending.output == Array("done".utf8))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test func `in its own group ends with its children, and its standard error is discarded`() throws {
        let process = try ChildProcess(
            ["/bin/sh", "-c", "sleep 600 & echo $!; echo secret >&2"],
            isolation: .processGroup
        )
        let ending = process.wait(seconds: 30)
        #expect(ending.cause == .exited(0) && ending.error.isEmpty)
        let child = try #require(Int32(String(decoding: ending.output, as: UTF8.self).dropLast()))
        // Gone, or a zombie that its new parent has not reaped yet. The signal takes effect a moment after it is sent.
        for _ in 0..<500 where !isDead(child) { usleep(10_000) }
        #expect(isDead(child))
    }

    private func isDead(_ process: Int32) -> Bool {
        guard let stream = fopen("/proc/\(process)/stat", "r") else { return true }
        defer { fclose(stream) }
        var bytes = [CChar](repeating: 0, count: 256)
        fgets(&bytes, 256, stream)
        return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self).contains(") Z ")
    }

    @Test func `gets neither the sealing keys nor AWS's variables`() throws {
        // Not the sealing keys: other tests in this process would read them.
        for name in ["AWS_STACKLEDGER_TEST", "OF_THE_TEST"] { setenv(name, "x", 1) }
        let plain = try ChildProcess(["env"]).wait(seconds: 30)
        #expect(String(decoding: plain.output, as: UTF8.self).contains("OF_THE_TEST=x"))
        #expect(!String(decoding: plain.output, as: UTF8.self).contains("STACKLEDGER_"))
        let all = ["AWS_STACKLEDGER_TEST": "x", "STACKLEDGER_SEAL_KEY": "x", "PATH": "/usr/bin:/bin"]
        let given = try ChildProcess(["env"], environment: all).wait(seconds: 30)
        #expect(String(decoding: given.output, as: UTF8.self).contains("AWS_STACKLEDGER_TEST=x"))
        #expect(!String(decoding: given.output, as: UTF8.self).contains("STACKLEDGER_SEAL_KEY"))
    }

    @Test func `has the signals that this program ignores`() throws {
        IgnoredSignals.ignore()
        let ending = try run("awk '/SigIgn/ { print $2 }' /proc/self/status")
        let ignored = try #require(UInt64(String(decoding: ending.output.dropLast(), as: UTF8.self), radix: 16))
        for number in [SIGPIPE, SIGXFSZ] { #expect(ignored & 1 << UInt64(number - 1) == 0) }
    }

    @Test func `killed by a signal has a shell's status`() throws {
        let ending = try run("kill -TERM $$")
        #expect(ending.cause == .killed(signal: SIGTERM) && ending.status == 128 + SIGTERM)
    }
}
