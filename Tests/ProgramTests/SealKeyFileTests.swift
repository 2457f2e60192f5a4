import Foundation
import LedgerTesting
import Testing

@Suite(.startsPrograms)
struct `A sealing key that was replaced or destroyed` {
    /// What a file's blocks hold, as somebody sees it who opened it before.
    private func bytes(_ handle: FileHandle) throws -> [UInt8] {
        try handle.seek(toOffset: 0)
        return Array(try handle.readToEnd() ?? Data())
    }

    @Test func `leaves no copy in the file that was there`() throws {
        let sandbox = try Sandbox.withLedger()
        let path = "\(sandbox.ledger)/keys/seal.key"
        let first = try #require(FileHandle(forReadingAtPath: path))
        #expect(try bytes(first).count == 65)
        try sandbox.succeed("keys", "rotate-seal")
        #expect(try bytes(first).allSatisfy { $0 == 0 })
        let second = try #require(FileHandle(forReadingAtPath: path))
        #expect(try bytes(second).count == 130)
        try sandbox.succeed("keys", "destroy-seal", "-y")
        #expect(try bytes(second).allSatisfy { $0 == 0 })
    }

    @Test func `stays where it has another name`() throws {
        let sandbox = try Sandbox.withLedger()
        #expect(try sandbox.shell("ln .stackledger/keys/seal.key copy").status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: "\(sandbox.path)/copy"))
        try sandbox.succeed("keys", "rotate-seal")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(sandbox.path)/copy")) == before)
    }

    @Test func `is read whole while another process replaces it`() throws {
        let sandbox = try Sandbox.withLedger()
        let loop = "for i in 1 2 3 4 5 6 7 8 9 10; do $SL keys rotate-seal || exit 9; done"
        let answer = try sandbox.shell(
            "(\(loop)) & p=$!; for i in $(seq 30); do $SL keys list || exit 8; done; wait $p"
        )
        #expect(answer.status == 0, "\(answer)")
    }

    @Test func `that is a link is not replaced`() throws {
        let sandbox = try Sandbox.withLedger()
        #expect(try sandbox.shell("cd .stackledger/keys && mv seal.key real && ln -s real seal.key").status == 0)
        let before = try sandbox.allBytes()
        try sandbox.refuse(["keys", "rotate-seal"], with: 1, "seal.key")
        #expect(try sandbox.allBytes()["keys/real"] == before["keys/real"])
        try sandbox.succeed("keys", "list")
    }
}
