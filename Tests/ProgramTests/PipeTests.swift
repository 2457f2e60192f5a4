import Foundation
import LedgerTesting
import Testing

@Suite(.startsPrograms)
struct `A pipe in the place of a ledger's file` {
    private static let names = [
        "log.db", "views.db", "head.json", "write.lock", "views.lock", "views.rebuild.lock", "seal-allow",
        "keys/seal.key",
        "keys/signing.key", "keys/last.checkpoint", ".gitignore", "keys/seal.key.new",
    ]

    @Test(arguments: names)
    func `keeps nobody waiting`(name: String) throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("keys", "generate")
        try sandbox.succeed("checkpoint")
        try sandbox.succeed("status")
        try sandbox.succeed("backup", "copy.db")
        #expect(try sandbox.shell("rm -f .stackledger/\(name); mkfifo -m 600 .stackledger/\(name)").status == 0)
        for command in [
            "status", "verify", "doctor", "stack create x", "checkpoint", "keys list", "export", "keys rotate-seal",
            "backup other.db", "init", "restore copy.db", "keys destroy-seal -y",
        ] {
            let answer = try sandbox.shell("timeout -s KILL 20 $SL \(command)")
            #expect(answer.status != 137, "\(name): \(command) hangs")
            #expect(
                answer.status == 0 || answer.error.split(separator: "\n").last.map { "\($0)\n".isErrorLine } == true,
                "\(name): \(command): \(answer)"
            )
        }
    }
}
