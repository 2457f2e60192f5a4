import Foundation
import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing

@Suite(.startsPrograms)
struct `A replayed line` {
    private static let id = "01900001-0000-7000-8000-00000000000a"

    private static func line(
        id: String = id,
        cause: String = id,
        type: String = "stack.painted.v1",
        recorded: Timestamp = .now
    ) -> String {
        """
        {"actor":"os:t","causationid":"\(cause)","correlationid":"\(id)","data":{},"id":"\(id)",\
        "recordedtime":"\(recorded)","source":"/stackledger","specversion":"1.0","streamversion":1,"subject":"x/y",\
        "time":"2026-11-21T07:03:01.000000Z","type":"\(type)"}
        """
    }

    @Test(arguments: ["stack.painted.v1", "a.b.v12", "image2.pushed3.v1", "ledger.lossAccepted.v1"])
    func `may have a type that is not known yet`(type: String) throws {
        let sandbox = try Sandbox.withLedger()
        let line = Array("\(Self.line(type: type))\n".utf8)
        try sandbox.succeed("replay", try sandbox.file("x.jsonl", line))
        #expect(try sandbox.succeed("export").bytes == line)
        try sandbox.succeed("verify")
    }

    @Test(arguments: [
        "no type, at all", "stack", "stack.painted", "stack.painted.1", "stack.painted.v", "stack.painted.v0",
        "stack.painted.v01", "Stack.painted.v1", "stack..v1", ".painted.v1", "stack.painted.v1.v2", "stack.pain-ted.v1",
        "stack.painted.V1", "stäck.painted.v1", "stack.painted.v1 ", "stack.1painted.v1",
    ])
    func `has a type of the known form`(type: String) throws {
        let sandbox = try Sandbox.withLedger()
        let input = Array("\(Self.line(type: type))\n".utf8)
        try sandbox.refuse(["replay", "-"], input: input, with: 64, "line 1: attribute 'type' is invalid")
    }

    @Test func `has ids in lower case`() throws {
        let sandbox = try Sandbox.withLedger()
        let upper = Self.id.uppercased()
        for line in [Self.line(id: upper), Self.line(cause: upper)] {
            let input = Array("\(line)\n".utf8)
            try sandbox.refuse(["replay", "-"], input: input, with: 64, "id' is invalid")
        }
    }

    @Test func `ends with a newline alone`() throws {
        let sandbox = try Sandbox.withLedger()
        let input = Array("\(Self.line())\r\n".utf8)
        try sandbox.refuse(["replay", "-"], input: input, with: 64, "line 1: a carriage return before the newline")
        let known = try Sandbox.withShop()
        let lines = try known.succeed("export").bytes.split(separator: 0x0A).flatMap { $0 + [0x0D, 0x0A] }
        try known.refuse(["replay", "-"], input: lines, with: 64, "line 1: a carriage return before the newline")
    }

    @Test func `was recorded a day from now at most`() throws {
        let sandbox = try Sandbox.withLedger()
        let ahead = Array("\(Self.line(recorded: Timestamp.now.advanced(bySeconds: 90_000)))\n".utf8)
        try sandbox.refuse(["replay", "-"], input: ahead, with: 64, "more than a day from now")
        let near = Array("\(Self.line(recorded: Timestamp.now.advanced(bySeconds: 80_000)))\n".utf8)
        #expect(try sandbox.run(["replay", "-"], input: near).status == 0)
    }
}

extension Timestamp {
    fileprivate static var now: Timestamp { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}
