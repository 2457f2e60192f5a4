import Foundation
import LedgerTesting
import Testing

@Suite(.startsPrograms)
struct `Arguments` {
    @Test(.enabled(if: SmallDisk.canMount, "hiding /proc takes root"))
    func `need no /proc`() throws {
        let sandbox = try Sandbox.withShop()
        let hidden = "unshare -m sh -c 'mount -t tmpfs none /proc && exec \"$0\" \"$@\"' $SL"
        let answer = try sandbox.shell("\(hidden) stacks -o csv")
        #expect(answer == (try sandbox.run("stacks", "-o", "csv")) && answer.status == 0, "\(answer)")
        #expect(try sandbox.shell("\(hidden) nonsense").status == 64)
    }

    @Test(arguments: ["init", "--ledger", "stacks --ledger", "record", "--ledger . status"])
    func `that are not UTF-8 are refused`(words: String) throws {
        let sandbox = try Sandbox()
        let number = words.split(separator: " ").count + 1
        let answer = try sandbox.shell("$SL \(words) \"$(printf 'a\\377')\"")
        #expect(answer.status == 64 && answer.error.isErrorLine && answer.output == "", "\(answer)")
        #expect(answer.error.contains("argument \(number) is not UTF-8"), "\(answer)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.path) == [])
    }

    @Test func `that are none print the help`() throws {
        let answer = try Sandbox().run()
        #expect(answer.status == 0 && answer.output.contains("USAGE"))
    }
}
