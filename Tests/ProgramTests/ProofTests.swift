import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `A proof` {
    /// A directory in which there is not a ledger, with what somebody was given.
    private func elsewhere(_ files: [String: [UInt8]]) throws -> Sandbox {
        let sandbox = try Sandbox()
        for (name, bytes) in files { try sandbox.file(name, bytes) }
        return sandbox
    }

    @Test func `of an event is checked without the ledger`() throws {
        let proven = try ProvenLedger()
        let all = try proven.sandbox.log().records(after: 0, limit: 1_000)
        for position in [1, 100, 101, 150, 216, 217] {
            let proof = try proven.sandbox.succeed("prove", "#\(position)").bytes
            let away = try elsewhere(["p": proof])
            let answer = try away.run(["verify", "--proof", "p", "--key", proven.key, "-o", "json"])
            #expect(answer.status == 0, "\(answer.error)")
            let row = try JSONReader.value(answer.bytes).array?.first
            let record = try all[position - 1].read()
            #expect(row?["position"] == .integer(Int64(position)) && row?["size"] == 217)
            #expect(row?["id"]?.string == record.id.description && row?["type"]?.string == record.type)
            #expect(row?["origin"]?.string == "stackledger/\(try proven.sandbox.log().ledger)")
            #expect(try away.run("verify", "--proof", "p").status == 64)
            #expect(try away.run("verify", "--proof", "p", "--key", "rubbish").status == 64)
            #expect(try away.run("verify", "--proof", "p", "--key", proven.key, "--full").status == 64)
            #expect(try FileManager.default.contentsOfDirectory(atPath: away.path) == ["p"])
        }
        try proven.sandbox.refuse(["prove", "#218"], with: 3)
        try proven.sandbox.refuse(["prove", "#0"], with: 64)
        try proven.sandbox.refuse(["prove", "shop/nowhere"], with: 3)
        #expect(try proven.sandbox.run("verify", "--proof", "none", "--key", proven.key).status == 3)
    }

    @Test func `may be against an older checkpoint, if that is of this log`() throws {
        let proven = try ProvenLedger()
        let sandbox = proven.sandbox
        try sandbox.succeed("prove", "#7", "--checkpoint", "early.checkpoint", "--out", "p")
        let answer = try sandbox.succeed("verify", "--proof", "p", "--checkpoint", "early.checkpoint", "-o", "json")
        #expect(try JSONReader.value(answer.bytes).array?.first?["size"] == 100)
        try sandbox.refuse(["prove", "#101", "--checkpoint", "early.checkpoint"], with: 3, "leave out --checkpoint")
        try proven.cut(to: 200)
        try sandbox.refuse(["prove", "#7", "--checkpoint", "late.checkpoint"], with: 10, "the log has 200")
    }

    @Test func `of a deployment is a folder with all its events`() throws {
        let proven = try ProvenLedger()
        let sandbox = proven.sandbox
        let answer = try sandbox.succeed("prove", "shop/staging@v3", "--out", "v3", "-o", "json")
        let rows = try #require(try JSONReader.value(answer.bytes).array)
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/v3")
        #expect(
            rows.count == 3 && Set(files) == Set(rows.compactMap { $0["position"]?.integer }.map { "\($0).tlog-proof" })
        )
        let away = try Sandbox()
        try FileManager.default.copyItem(atPath: "\(sandbox.path)/v3", toPath: "\(away.path)/v3")
        let check = ["verify", "--proof", "v3", "--key", proven.key]
        let proved = try JSONReader.value(try away.run(check + ["-o", "json"]).bytes).array ?? []
        #expect(proved.map { $0["position"] } == rows.map { $0["position"] })
        #expect(proved.allSatisfy { $0["subject"] == "stage/shop/staging" })
        #expect(try away.run(check).lines.count == 3)
        let first = "v3/\(files.sorted()[0])"
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(away.path)/\(first)")))
        bytes[200] ^= 1
        try away.file(first, bytes)
        try away.refuse(check, with: 10, first)
        #expect(try away.run("verify", "--proof", ".", "--key", proven.key).status == 3)
        try sandbox.refuse(["prove", "shop/staging@v3"], with: 64, "--out names a folder")
    }

    @Test func `of growth is from one checkpoint to another`() throws {
        let proven = try ProvenLedger()
        let sandbox = proven.sandbox
        let kept = ["early": try proven.read("early.checkpoint"), "late": try proven.read("late.checkpoint")]
        for ends in [
            ["early.checkpoint", "late.checkpoint"], ["100", "217"], ["100"], ["early.checkpoint"], ["100", "150"],
            ["100", "100"], ["early.checkpoint", "early.checkpoint"],
        ] {
            try sandbox.succeed("prove", "--consistency", ends[0], ends.count > 1 ? ends[1] : "217", "--out", "p")
            let away = try elsewhere(kept.merging(["p": try proven.read("p")]) { $1 })
            let check = ["verify", "--proof", "p", "--key", proven.key, "--checkpoint"]
            let answer = try away.run(check + ["early", "-o", "json"])
            let row = try JSONReader.value(answer.bytes).array?.first
            #expect(answer.status == 0 && row?["from"] == 100, "\(ends): \(answer.error)")
            try away.refuse(check + ["late"], with: 10, "p: ")
            try away.refuse(["verify", "--proof", "p", "--key", proven.key], with: 64, "with --checkpoint")
        }
        try sandbox.refuse(["prove", "--consistency", "150", "early.checkpoint"], with: 64)
        try sandbox.refuse(["prove", "--consistency", "1", "218"], with: 64, "sizes are 0 to 217")
        try sandbox.refuse(["prove", "--consistency", "-1"], with: 64)
        try sandbox.refuse(["prove", "--consistency", "nowhere", "late.checkpoint"], with: 3)
        #expect(try sandbox.run("prove", "#1", "#2").status == 64)
        try proven.rewrite()
        try sandbox.refuse(["prove", "--consistency", "early.checkpoint", "late.checkpoint"], with: 10)
    }

    @Test func `of what was changed is not made`() throws {
        let proven = try ProvenLedger()
        try proven.tamper("UPDATE events SET record = replace(record, 'dev', 'dew') WHERE position = 60")
        try proven.expectBad(["prove", "#60"], "#60 cannot be proved")
        try proven.sandbox.succeed("prove", "#61")
        try proven.tamper("UPDATE events SET leaf = zeroblob(32) WHERE position = 62")
        try proven.expectBad(["prove", "#61"], "#61 cannot be proved")
    }

    /// Each byte at sampled places, and each way to cut it off.
    @Test(arguments: ["event", "growth"])
    func `that was changed or cut off proves nothing`(kind: String) throws {
        let proven = try ProvenLedger()
        let made = kind == "event" ? ["prove", "#77"] : ["prove", "--consistency", "100", "late.checkpoint"]
        let proof = try proven.sandbox.run(made).bytes
        let away = try elsewhere(["early": try proven.read("early.checkpoint")])
        let check =
            ["verify", "--proof", "p", "--key", proven.key] + (kind == "growth" ? ["--checkpoint", "early"] : [])
        try away.file("p", proof)
        #expect(try away.run(check).status == 0)
        var random = SeededRandom(seed: 5)
        var spoiled: [[UInt8]] = [[], Array(proof.dropLast()), Array(proof.dropFirst()), Array(proof.prefix(1))]
        for place in stride(from: 0, to: proof.count, by: max(1, proof.count / 40)) {
            spoiled.append(Array(proof[..<place]))
            var changed = proof
            changed[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
            spoiled.append(changed)
        }
        for bytes in spoiled {
            try away.file("p", bytes)
            let answer = try away.run(check)
            #expect(answer.status == 10 && answer.output == "" && answer.error.isErrorLine, "\(answer)")
        }
    }
}
