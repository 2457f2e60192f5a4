import Testing

@testable import LedgerAWS

struct `A process for credentials` {
    private func run(_ script: String, seconds: Int = 30) throws -> ChildProcess.Ending {
        try ChildProcess(["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin", "A": "é"]).wait(
            seconds: seconds
        )
    }

    @Test func `has the environment that it is given, and no input`() throws {
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

    @Test func `that is not there cannot be started`() {
        #expect(throws: ChildProcess.StartFailure.self) { try ChildProcess(["/nowhere"], environment: [:]) }
    }
}
