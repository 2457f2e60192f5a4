import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import TestThreads
import Testing
import LedgerValues

@Suite(StartsPrograms())
struct `A replay` {
    @Test(arguments: Replay.all)
    func `has all its parts`(replay: Replay) throws {
        #expect(try replay.text("about.md").hasPrefix("# "))
        let records = try replay.lines().count
        #expect((60...200).contains(records))
        #expect(try replay.text("about.md").contains("\(records) "), "about.md says how many events there are")
        let answers = try replay.queries().map { String($0.answer.dropFirst("answers/".count)) }
        #expect(!answers.isEmpty)
        try GoldenFile.expectOnly(answers, in: replay.path("answers"))
    }

    @Test(arguments: Replay.all)
    func `is canonical and as its schemas say`(replay: Replay) throws {
        #expect(try replay.contents("log.jsonl").last == UInt8(ascii: "\n"))
        for line in try replay.lines() {
            _ = try Record(canonical: line)
            try EventSchemas.check(record: line)
        }
    }

    @Test(arguments: Replay.all)
    func `keeps no environment value in the clear`(replay: Replay) throws {
        for line in try replay.lines() {
            let record = try Record(line)
            #expect(JSONValue.object(record.data).clearValues.isEmpty, "\(record.id)")
        }
    }

    @Test(arguments: Replay.all)
    func `replays byte for byte to the same root`(replay: Replay) throws {
        let directory = try TemporaryDirectory()
        let tool = CommandLineTool(ledger: directory.path)
        #expect(try tool.run(["init"]).status == 0)
        let replayed = try tool.run(["replay", replay.path("log.jsonl"), "--root", try replay.root.description])
        #expect(replayed.status == 0, "\(replayed.error)")
        let exported = try tool.run(["export"])
        #expect(exported.status == 0)
        #expect(exported.output == (try replay.contents("log.jsonl")))
    }

    @Test(arguments: Replay.all)
    func `answers as recorded`(replay: Replay) throws {
        let directory = try TemporaryDirectory()
        let tool = CommandLineTool(ledger: directory.path)
        #expect(try tool.run(["init"]).status == 0)
        #expect(try tool.run(["replay", replay.path("log.jsonl")]).status == 0)
        for query in try replay.queries() {
            let answer = try tool.run(query.words)
            try GoldenFile(path: replay.path(query.answer)).expect(answer.transcript(of: query.line))
        }
    }

    @Test func `of what arrived ends the same when it arrives backwards`() throws {
        let story = Replay(name: "twice-and-out-of-order")
        let directory = try TemporaryDirectory()
        // The stack and its two stages, then everything that was delivered, the last first.
        let begun = try story.lines().prefix(3)
        let backwards = try story.contents("arrived.jsonl").split(separator: UInt8(ascii: "\n")).reversed()
        let tool = CommandLineTool(ledger: "\(directory.path)/ledger")
        #expect(try tool.run(["init"]).status == 0)
        for (command, lines) in [("replay", Array(begun)), ("ingest", backwards.map(Array.init))] {
            let file = "\(directory.path)/\(command).jsonl"
            try Data(lines.flatMap { $0 + [UInt8(ascii: "\n")] }).write(to: URL(filePath: file))
            let answer = try tool.run([command, file])
            #expect(answer.status == 0, "\(answer.error)")
        }
        let asTold = CommandLineTool(ledger: "\(directory.path)/told")
        #expect(try asTold.run(["init"]).status == 0)
        #expect(try asTold.run(["replay", story.path("log.jsonl")]).status == 0)
        let question = """
            SELECT stage, aws_deployment, outcome, revision, image, ended_at FROM deployments
            WHERE stage IN ('staging', 'prod') ORDER BY aws_deployment
            """
        let answer = try tool.run(["query", question, "-o", "csv"])
        #expect(answer.output.count { $0 == UInt8(ascii: "\n") } == 11)
        #expect(answer == (try asTold.run(["query", question, "-o", "csv"])))
    }

    @Test func `follows another in one ledger, in the order of their days`() throws {
        let directory = try TemporaryDirectory()
        let tool = CommandLineTool(ledger: directory.path)
        #expect(try tool.run(["init"]).status == 0)
        let inOrder = try Replay.all.sorted { try $0.firstTime < $1.firstTime }
        let replayed = try tool.run(["replay"] + inOrder.map { $0.path("log.jsonl") })
        #expect(replayed.status == 0, "\(replayed.error)")
        #expect(inOrder.first?.name == "first-week")
    }
}

extension Replay {
    fileprivate var root: SHA256Hash {
        get throws {
            var frontier = MerkleFrontier()
            for line in try lines() { frontier.append(MerkleFrontier.leaf(line)) }
            return frontier.root
        }
    }

    fileprivate var firstTime: Timestamp {
        get throws { try Record(try #require(try lines().first)).recordedTime }
    }
}

extension JSONValue {
    /// The values of environment variables that are not sealed, wherever they stand.
    fileprivate var clearValues: [String] {
        switch self {
        case .array(let elements): elements.flatMap(\.clearValues)
        case .object(let object):
            object.members.flatMap { member in
                (member.key == "environment" ? member.value.array ?? [] : [])
                    .compactMap { $0["value"]?.string } + member.value.clearValues
            }
        case .null, .bool, .integer, .string: []
        }
    }
}
