import Foundation
import LedgerTesting
import Testing
import LedgerValues

/// Makes what is in a sandbox belong to somebody else, and back.
private enum Stranger {
    static let isPossible: Bool = getuid() == 0
    static let id = "65534"

    static func owns(_ name: String, in sandbox: Sandbox) throws {
        let answer = try sandbox.shell("chown -R -h \(id):\(id) '\(name)'")
        #expect(answer.status == 0, "\(answer.error)")
    }
}

/// Every file of a ledger: its names, owners, modes, sizes and times.
///
/// SQLite's own two files are opened by each reader.
private func standing(_ sandbox: Sandbox, _ name: String = ".stackledger") throws -> [String] {
    let answer = try sandbox.shell("find '\(name)' -not -name 'log.db-*' -printf '%p %u %m %s %T@ %C@\\n' | sort")
    #expect(!answer.lines.isEmpty)
    return answer.lines
}

@Suite(.startsPrograms)
struct `A ledger that is not only its user's` {
    private static let questions = [
        ["stacks"], ["status"], ["history"], ["events"], ["export"], ["query", "SELECT count(*) FROM stages"],
        ["verify"], ["targets", "shop/dev"], ["keys", "list"], ["actions"],
    ]
    private static let acts = [
        ["stack", "create", "new"], ["stage", "lock", "shop/dev", "-m", "why"], ["record", "/dev/null"],
        ["replay", "/dev/null"], ["ingest", "/dev/null"], ["keys", "rotate-seal"], ["keys", "destroy-seal", "-y"],
        ["keys", "generate"], ["deploy", "shop/dev", "--image", "shop:1"],
        ["deploy", "shop/dev", "--image", "shop:1", "--dry-run"], ["rollback", "shop/dev"],
        ["mark", "shop/dev@v1", "bad", "-m", "why"], ["restart", "shop/dev"], ["cancel", "shop/dev"],
        ["exec", "shop/dev", "--run"], ["wait", "shop/dev"], ["restore", "copy.db"],
    ]

    /// With a deployment under way, and a backup `copy.db`.
    private func shop() throws -> Sandbox {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Event.request("shop/dev", image: "one"), Event.deployment("succeeded", "shop/dev")])
        try sandbox.succeed("status")
        try sandbox.succeed("backup", "copy.db")
        return sandbox
    }

    private func expectOnlyReading(_ sandbox: Sandbox, _ words: String) throws {
        let before = try standing(sandbox)
        for command in Self.questions {
            let answer = try sandbox.run(command + ["--ledger", ".stackledger"])
            #expect(answer.status == 0, "\(command): \(answer.error)")
        }
        for command in Self.acts {
            try sandbox.refuse(command + ["--ledger", ".stackledger"], with: 1, words)
        }
        #expect(try standing(sandbox) == before)
        let found = Self.questions + [["stack", "create", "new"], ["doctor"], ["restore", "copy.db"]]
        for command in found { try sandbox.refuse(command, with: 1, words) }
        #expect(try standing(sandbox) == before)
    }

    @Test(.enabled(if: Stranger.isPossible, "giving files away takes root"))
    func `is not opened where it is found, and only read where it is named`() throws {
        let sandbox = try shop()
        try Stranger.owns(".stackledger", in: sandbox)
        try expectOnlyReading(sandbox, ".stackledger belongs to nobody, not to you. hint: work as that user")
    }

    @Test(arguments: ["", "/log.db", "/keys", "/keys/seal.key", "/head.json", "/seal-allow", "/leases"])
    func `as others may write to it is only read where it is named`(name: String) throws {
        let sandbox = try shop()
        #expect(try sandbox.shell("mkdir -p .stackledger/leases; touch .stackledger/seal-allow").status == 0)
        for path in ["seal-allow", "leases"] { chmod("\(sandbox.ledger)/\(path)", 0o700) }
        let status = try #require(
            try FileManager.default.attributesOfItem(atPath: sandbox.ledger + name)[.posixPermissions] as? Int
        )
        for bit in [0o020, 0o002] {
            chmod(sandbox.ledger + name, mode_t(status | bit))
            try sandbox.refuse(["stack", "create", "new"], with: 1, "others may write to")
            let named = ["--ledger", sandbox.ledger]
            try sandbox.refuse(
                ["stack", "create", "new"] + named,
                with: 1,
                "hint: chmod -R go-w \(sandbox.ledger), or"
            )
            #expect(try sandbox.run(["stacks"] + named).output.contains("shop"))
            #expect(try sandbox.shell("chmod -R go-w .stackledger").status == 0)
        }
        try sandbox.succeed("stack", "create", "new")
    }

    @Test(.enabled(if: Stranger.isPossible, "giving files away takes root"))
    func `may be one file of it, or a link to it`() throws {
        let sandbox = try shop()
        for name in ["log.db", "keys/seal.key", "head.json", "views.db", "write.lock"] {
            try Stranger.owns(".stackledger/\(name)", in: sandbox)
            try sandbox.refuse(["stack", "create", "new"], with: 1, "\(name) belongs to nobody")
            #expect(try sandbox.shell("chown 0:0 .stackledger/\(name)").status == 0)
        }
        #expect(try sandbox.shell("mkdir below; ln -s ../.stackledger below/.stackledger").status == 0)
        #expect(try sandbox.run(["stacks"], at: "\(sandbox.path)/below").status == 0)
        try Stranger.owns("below/.stackledger", in: sandbox)
        let answer = try sandbox.run(["stacks"], at: "\(sandbox.path)/below")
        #expect(answer.status == 1 && answer.error.contains("belongs to nobody"), "\(answer)")
    }

    @Test(.enabled(if: Stranger.isPossible, "giving files away takes root"))
    func `is used where its directory is declared safe, or by who called sudo`() throws {
        let sandbox = try shop()
        try Stranger.owns(".stackledger", in: sandbox)
        let variable = "STACKLEDGER_SAFE_DIRECTORY"
        for (index, value) in ["*", sandbox.ledger, "/nowhere:\(sandbox.ledger)/", "/a:*"].enumerated() {
            let answer = try sandbox.run(["stack", "create", "new\(index)"], environment: [variable: value])
            #expect(answer.status == 0, "\(value): \(answer.error)")
        }
        for value in ["", "/nowhere", ".stackledger", sandbox.path, "\(sandbox.ledger)/keys"] {
            try sandbox.refuse(["stack", "create", "x"], environment: [variable: value], with: 1, "belongs to")
        }
        let answer = try sandbox.run(["stack", "create", "sudo"], environment: ["SUDO_UID": Stranger.id])
        #expect(answer.status == 0, "\(answer.error)")
        try sandbox.refuse(["stack", "create", "x"], environment: ["SUDO_UID": "1"], with: 1, "belongs to")
    }

    @Test(.enabled(if: Stranger.isPossible, "giving files away takes root"))
    func `is not made in somebody else's directory`() throws {
        let sandbox = try Sandbox()
        for (name, mode) in [("theirs", "755"), ("open", "777"), ("group", "770")] {
            #expect(try sandbox.shell("mkdir -m \(mode) \(name)").status == 0)
            if name == "theirs" { try Stranger.owns(name, in: sandbox) }
            try sandbox.refuse(["init", name], with: 1, name == "theirs" ? "belongs to" : "others may write to")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/\(name)") == [])
        }
    }

    @Test func `is a finding of the doctor`() throws {
        let sandbox = try shop()
        chmod(sandbox.ledger, 0o770)
        let answer = try sandbox.run(["doctor", "--ledger", sandbox.ledger, "-o", "json"])
        #expect(answer.status == 1)
        let files = try JSONReader.value(answer.bytes).array?.first { $0["check"] == "files" }
        #expect(files?["state"] == "bad" && files?["detail"]?.string?.contains("others may write to") == true)
    }

    @Test(.enabled(if: Stranger.isPossible, "giving files away takes root"))
    func `has its views in a directory that is gone afterwards`() throws {
        let sandbox = try shop()
        #expect(try sandbox.shell("sqlite3 .stackledger/views.db \"UPDATE stacks SET stack = 'forged'\"").status == 0)
        #expect(try sandbox.run("stacks").output.contains("forged"))
        try Stranger.owns(".stackledger", in: sandbox)
        #expect(try sandbox.shell("mkdir tmp").status == 0)
        let environment = ["TMPDIR": "\(sandbox.path)/tmp"]
        let answer = try sandbox.run(["stacks", "--ledger", ".stackledger"], environment: environment)
        #expect(answer.status == 0 && answer.output.contains("shop") && !answer.output.contains("forged"), "\(answer)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/tmp") == [])
    }
}

@Suite(.startsPrograms)
struct `The search for a ledger` {
    @Test func `goes no higher than the home directory`() throws {
        let sandbox = try Sandbox.withShop()
        #expect(try sandbox.shell("mkdir -p home/work away").status == 0)
        let home = ["HOME": "\(sandbox.path)/home"]
        for place in ["home", "home/work"] {
            let answer = try sandbox.run(["stacks"], environment: home, at: "\(sandbox.path)/\(place)")
            #expect(answer.status == 3, "\(answer)")
        }
        #expect(try sandbox.run(["stacks"], environment: home, at: "\(sandbox.path)/away").status == 0)
        try sandbox.succeed("init", "home/.stackledger")
        #expect(try sandbox.run(["stacks"], environment: home, at: "\(sandbox.path)/home/work").status == 0)
    }

    @Test(.enabled(if: SmallDisk.canMount, "mounting a tmpfs takes root"))
    func `stays on one file system`() throws {
        let sandbox = try Sandbox.withShop()
        #expect(try sandbox.shell("mkdir disk && mount -t tmpfs -o size=5m tmpfs disk && mkdir disk/work").status == 0)
        defer { _ = try? sandbox.shell("umount -l disk") }
        for place in ["disk", "disk/work"] {
            #expect(try sandbox.run(["stacks"], at: "\(sandbox.path)/\(place)").status == 3)
        }
        try sandbox.succeed("init", "disk/.stackledger")
        #expect(try sandbox.run(["stacks"], at: "\(sandbox.path)/disk/work").status == 0)
    }
}
