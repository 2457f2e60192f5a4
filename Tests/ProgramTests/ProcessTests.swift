import Foundation
import LedgerTesting
import LedgerValues
import Testing

@Suite(.startsPrograms)
struct `The process` {
    private static let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups"

    /// A pipe that nobody writes to yet keeps the program waiting.
    @Test(.enabled(if: getuid() == 0, "being somebody else takes root"))
    func `leaves no core dump, and is not looked into`() throws {
        let sandbox = try Sandbox.withLedger()
        let answer = try sandbox.shell(
            """
            mkfifo pipe; chown -R 65534:65534 .
            \(Self.nobody) $SL record pipe & p=$!
            for i in $(seq 100); do [ "$(cat /proc/$p/comm)" = stackledger ] && break; sleep 0.05; done; sleep 0.2
            stat -c %u /proc/$p/mem; awk '/core file/ { print $5 }' /proc/$p/limits
            : > pipe; wait $p
            """
        )
        #expect(answer.lines.prefix(2) == ["0", "0"] && answer.status == 0, "\(answer)")
    }

    @Test(arguments: [SIGQUIT, SIGABRT, SIGSEGV, SIGILL, SIGTRAP, SIGFPE, SIGBUS])
    func `ends at once when it crashes, and prints nothing of its memory`(signal: Int32) throws {
        let sandbox = try Sandbox.withShop()
        let program = try sandbox.start(["events", "-f"], environment: ["SWIFT_BACKTRACE": "enable=yes"])
        for _ in 0..<500 where program.output.isEmpty { usleep(20_000) }
        program.signal(signal)
        let answer = program.answer(within: 10)
        // Where Swift is linked statically, its reporter is not found, and that is said at the start.
        let report = answer.error.split(separator: "\n").filter { !$0.hasPrefix("swift runtime: unable to locate") }
        #expect(answer.status == 128 + signal && report.isEmpty, "\(answer.error.prefix(300))")
    }

    @Test func `over the limit of a file's size says so`() throws {
        let sandbox = try Sandbox()
        let answer = try sandbox.shell("ulimit -f 20; $SL init")
        #expect(answer.status == 1 && answer.error.isErrorLine, "\(answer)")
    }

    @Test(arguments: ["help", "--help", "--version", "completions bash", "history --help", ""])
    func `whose output is not taken fails`(words: String) throws {
        let answer = try Sandbox().shell("$SL \(words) > /dev/full")
        #expect(answer.status == 1 && answer.error.isErrorLine, "\(answer)")
        #expect(answer.error.contains("No space left on device"))
    }

    @Test func `tells its version, and those of what is inside`() throws {
        #expect(try Sandbox().succeed("--version").lines.count == 1)
        for option in ["-v", "--verbose"] {
            let lines = try Sandbox().succeed("--version", option).lines
            #expect(lines.count == 2 && lines[1].wholeMatch(of: /SQLite 3\.\d+\.\d+/) != nil, "\(lines)")
        }
    }

    @Test func `takes no variable and no directory for another whose name is not UTF-8`() throws {
        let sandbox = try Sandbox()
        let variable = try sandbox.shell("STACKLEDGER_LEDGER=$(printf 'a\\377') $SL init")
        #expect(variable.status == 64 && variable.error.contains("STACKLEDGER_LEDGER is not UTF-8"), "\(variable)")
        let directory = try sandbox.shell("d=$(printf 'b\\377'); mkdir \"$d\" && cd \"$d\" && $SL status")
        #expect(directory.status == 64 && directory.error.contains("working directory's name"), "\(directory)")
        #expect(try sandbox.shell("ls | wc -l").lines == ["1"])
    }
}

@Suite(.startsPrograms)
struct `A program that is started` {
    private static let revision = Array(
        (Event.revision(
            "shop",
            1,
            ["containerDefinitions": [["name": "api", "environment": [["name": "A", "value": "x"]]]]]
        ) + "\n")
        .utf8
    )

    @Test func `for the sealing key gets AWS's variables, and no key`() throws {
        let sandbox = try Sandbox.withShop()
        let environment = [
            "STACKLEDGER_SEAL_KEY": "", "AWS_PROFILE": "sealer",
            "STACKLEDGER_SEAL_KEY_COMMAND": "env > \(sandbox.path)/seen; cat \(sandbox.ledger)/keys/seal.key",
        ]
        let answer = try sandbox.run(["record", "-"], input: Self.revision, environment: environment)
        #expect(answer.status == 0, "\(answer.error)")
        let seen = try String(contentsOfFile: "\(sandbox.path)/seen", encoding: .utf8)
        #expect(seen.contains("AWS_PROFILE=sealer\n") && !seen.contains("STACKLEDGER_SEAL_KEY"), "\(seen)")
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
    func `ends with this one`(signal: Int32) throws {
        let sandbox = try Sandbox.withShop()
        let file = "\(sandbox.path)/child"
        let command = "sleep 300 & echo $! > \(file).new; mv \(file).new \(file); wait"
        let program = try sandbox.start(
            ["record", "-"],
            input: Self.revision,
            environment: ["STACKLEDGER_SEAL_KEY_COMMAND": command]
        )
        for _ in 0..<400 where !FileManager.default.fileExists(atPath: file) { usleep(20_000) }
        let child = try String(contentsOfFile: file, encoding: .utf8).dropLast()
        program.signal(signal)
        #expect(program.answer(within: 8).status == 128 + signal)
        // One that has ended, and was not waited for, has no command line.
        let line = "tr -d '\\0' < /proc/\(child)/cmdline"
        let isGone = "for i in $(seq 100); do [ -n \"$(\(line))\" ] || exit 0; sleep 0.05; done; exit 1"
        #expect(try sandbox.shell(isGone).status == 0)
    }
}
