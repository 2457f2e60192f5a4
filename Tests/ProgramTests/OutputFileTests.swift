import Foundation
import LedgerSQLite
import LedgerTesting
import LedgerValues
import Testing

@Suite(.startsPrograms)
struct `A file that a command writes` {
    private static let commands = [
        ["checkpoint", "--out"], ["prove", "#1", "--out"], ["prove", "--consistency", "1", "2", "--out"],
        ["backup", "--force"],
    ]

    private static let things = ["ln -s victim thing", "mkfifo thing", "ln -s nowhere thing", "ln -s /dev/null thing"]

    @Test(arguments: things)
    func `never takes the place of a device, a pipe or a link`(make: String) throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("keys", "generate")
        #expect(try sandbox.shell("echo kept > victim; \(make)").status == 0)
        let before = try sandbox.shell("ls -l victim thing")
        for command in Self.commands {
            try sandbox.refuse(
                command + ["thing"],
                with: 1,
                "thing: it is not a regular file. hint: name a regular file"
            )
        }
        #expect(try sandbox.shell("ls -l victim thing") == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.path).count == 3)
    }

    @Test func `never takes the place of one in a directory either`() throws {
        let sandbox = try Sandbox.withShop()
        let name = "stackledger-\(try sandbox.log().ledger)-4.db"
        #expect(try sandbox.shell("mkdir backups; echo kept > victim; ln -s ../victim backups/\(name)").status == 0)
        try sandbox.refuse(["backup", "backups", "--force"], with: 1, "\(name): it is not a regular file")
        #expect(try sandbox.shell("cat victim; readlink backups/*").lines == ["kept", "../victim"])
    }

    @Test func `may be in a directory that a link leads to`() throws {
        let sandbox = try Sandbox.withShop()
        #expect(try sandbox.shell("mkdir real; ln -s real backups").status == 0)
        try sandbox.succeed("backup", "backups")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/real").count == 1)
    }

    @Test(.enabled(if: getuid() == 0, "giving files away takes root"), arguments: ["chown 65534", "chmod 777"])
    func `is not prepared where others may write`(change: String) throws {
        let sandbox = try Sandbox.withShop()
        #expect(try sandbox.shell("mkdir copy.db.partial; \(change) copy.db.partial").status == 0)
        try sandbox.refuse(["backup", "copy.db"], with: 1, "copy.db.partial")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/copy.db.partial") == [])
    }
}
