import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `backup` {
    private static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    @Test func `makes a file that is a ledger's whole log`() throws {
        let sandbox = try Sandbox.withShop()
        let answer = try sandbox.succeed("backup", "b.db")
        let root = try sandbox.log().head().frontier.root
        #expect(answer.output == "Copied 4 events to b.db. Root \(root).\n")
        #expect(answer.error.contains("keys"))
        try sandbox.succeed("--ledger", "copy", "restore", "b.db")
        #expect(
            try sandbox.succeed("--ledger", "copy", "export").bytes == sandbox.succeed("export").bytes
        )
        #expect(try Self.names(in: sandbox.path) == [".stackledger", "b.db", "copy"])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(sandbox.path)/b.db"))
        let key = try #require(FileManager.default.contents(atPath: "\(sandbox.ledger)/keys/seal.key"))
        #expect(bytes.range(of: key.prefix(64)) == nil)
    }

    @Test func `names the file in a directory by ledger and size`() throws {
        let sandbox = try Sandbox.withShop()
        try FileManager.default.createDirectory(atPath: "\(sandbox.path)/old", withIntermediateDirectories: false)
        let id = try sandbox.log().ledger
        for folder in ["old", "new/"] {
            let row = try #require(try sandbox.json("backup", folder).array?.first)
            let path = folder.hasSuffix("/") ? folder : folder + "/"
            #expect(row["path"]?.string == "\(path)stackledger-\(id)-4.db")
            #expect(row["size"] == 4 && row["ledger"]?.string == "\(id)")
            let root = try sandbox.log().head().frontier.root
            #expect(row["root"]?.string == "\(root)")
            #expect(try Self.names(in: "\(sandbox.path)/\(folder)") == ["stackledger-\(id)-4.db"])
        }
        try sandbox.refuse(["backup", "old"], with: 5, "--force")
        try sandbox.record([Event.stack("other")])
        try sandbox.succeed("backup", "old")
        #expect(try Self.names(in: "\(sandbox.path)/old").count == 2)
    }

    @Test func `replaces a backup only when it is told to, and never the log`() throws {
        let sandbox = try Sandbox.withShop()
        let path = try sandbox.file("b.db", Array("mine".utf8))
        try sandbox.refuse(["backup", "b.db"], with: 5, "b.db already exists")
        #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
        try sandbox.succeed("backup", "b.db", "--force")
        try sandbox.refuse(["backup", ".stackledger/log.db", "--force"], with: 64, "inside the ledger")
        try FileManager.default.createSymbolicLink(atPath: "\(sandbox.path)/link", withDestinationPath: ".stackledger")
        try sandbox.refuse(["backup", "link/log.db", "--force"], with: 64, "inside the ledger")
        let name = "\(sandbox.path)/other-name"
        try FileManager.default.createSymbolicLink(atPath: name, withDestinationPath: ".stackledger/log.db")
        try sandbox.refuse(["backup", "other-name", "--force"], with: 1, "not a regular file")
        try FileManager.default.linkItem(atPath: "\(sandbox.ledger)/log.db", toPath: "\(sandbox.path)/same")
        try sandbox.refuse(["backup", "same", "--force"], with: 64, "the log itself")
        #expect(try sandbox.checkedSize() == 4)
    }

    @Test func `leaves nothing where it cannot be written`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.refuse(["backup", "nowhere/b.db"], with: 1, "nowhere")
        try sandbox.refuse(["backup", "nowhere/else/"], with: 1)
        try sandbox.refuse(["backup", "/proc/b.db"], with: 1)
        try sandbox.refuse(["backup", ""], with: 64)
        try sandbox.refuse(["--ledger", "nowhere", "backup", "b.db"], with: 3)
        #expect(try Self.names(in: sandbox.path) == [".stackledger"])
    }

    @Test(.enabled(if: SmallDisk.canMount, "mounting a tmpfs takes root"))
    func `leaves nothing on a disk that is full or read-only`() throws {
        let sandbox = try Sandbox.withShop()
        let disk = try SmallDisk(bytes: 64 << 10)
        try sandbox.refuse(["backup", "\(disk.path)/b.db"], with: 1, "the disk is full")
        #expect(try Self.names(in: disk.path) == [])
        try disk.makeReadOnly()
        try sandbox.refuse(["backup", "\(disk.path)/b.db"], with: 1, "cannot be written")
    }

    @Test func `copies no log that is damaged or too short`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("backup", "good.db")
        try sandbox.edit(
            "DROP TRIGGER events_update; UPDATE events SET record = replace(record, 'shop', 'shap') WHERE position = 2"
        )
        try sandbox.refuse(["backup", "b.db"], with: 10, "#2")
        try sandbox.edit(
            "DROP TRIGGER events_delete; DROP TRIGGER head_update; DELETE FROM events WHERE position = 4"
        )
        try sandbox.refuse(["backup", "b.db"], with: 10)
        #expect(try Self.names(in: sandbox.path) == [".stackledger", "good.db"])
    }
}
