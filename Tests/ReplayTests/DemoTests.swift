import Foundation
import TestThreads
import Testing

@Suite(StartsPrograms())
struct `The demo` {
    @Test func `asks questions of a ledger that stays`() throws {
        let parent = try TemporaryDirectory()
        let ledger = "\(parent.path)/a demo"
        let tool = CommandLineTool(ledger: "/nowhere")
        let demo = try tool.run(["demo", ledger])
        let text = String(decoding: demo.output, as: UTF8.self)
        #expect(demo.status == 0, "\(demo.error)")
        #expect(demo.error.isEmpty)
        #expect(text.contains("\n$ stackledger status shop\nSTAGE"))
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("$ ") }.count >= 5)
        #expect(text.contains("\n  export STACKLEDGER_LEDGER='\(ledger)'\n"))

        for line in text.split(separator: "\n") where line.hasPrefix("  stackledger ") {
            let words = Query(line: String(line.dropFirst("  stackledger ".count)), number: 1).words
            #expect(try CommandLineTool(ledger: ledger).run(words).status == 0, "\(line)")
        }
    }

    @Test func `is the first two replays`() throws {
        let directory = try TemporaryDirectory()
        let ledger = "\(directory.path)/demo"
        let tool = CommandLineTool(ledger: ledger)
        #expect(try tool.run(["demo", ledger]).status == 0)
        let replays = try ["first-week", "bad-release"].flatMap { try Replay(name: $0).contents("log.jsonl") }
        #expect(try tool.run(["export"]).output == replays)
    }

    @Test func `leaves a ledger alone that is there`() throws {
        let directory = try TemporaryDirectory()
        let tool = CommandLineTool(ledger: directory.path)
        #expect(try tool.run(["init"]).status == 0)
        #expect(try tool.run(["demo", directory.path]).status == 5)
        #expect(try tool.run(["export"]).output.isEmpty)
    }
}
