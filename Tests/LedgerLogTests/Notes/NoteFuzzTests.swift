import LedgerLog
import LedgerTesting
import Testing

struct `Any bytes in place of a note` {
    /// A file format, and a valid example of it.
    private struct Form {
        let name: String
        let valid: [UInt8]
        /// Reads bytes and writes them again; nil if they are rejected.
        let rewritten: ([UInt8]) -> [UInt8]?
        /// Whether the file still proves what it should.
        let proves: ([UInt8]) -> Bool
    }

    /// Files with one signature and only authenticated content: no change to them may pass.
    private func forms() throws -> [Form] {
        let files = try ProofFiles()
        let (event, growth) = (try files.event(2, of: 3), try files.growth(from: 2, to: 3))
        let note = try files.note(3)
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        return [
            Form(name: "verifier key", valid: Array(KnownNote.publicKey.utf8)) {
                (try? VerifierKey(text($0))).map { Array("\($0)".utf8) }
            } proves: {
                (try? VerifierKey(text($0))) != nil
            },
            Form(name: "signer", valid: Array(KnownNote.privateKey.utf8)) {
                (try? NoteSigner(text($0))).map { Array($0.privateText.utf8) }
            } proves: {
                (try? NoteSigner(text($0))) != nil
            },
            Form(name: "checkpoint", valid: note.bytes) {
                (try? SignedNote($0))?.bytes
            } proves: {
                (try? Checkpoint(SignedNote($0), verifiedBy: files.keys)) != nil
            },
            Form(name: "event proof", valid: event.bytes) {
                (try? EventProof($0))?.bytes
            } proves: {
                (try? EventProof($0).check(record: files.record(2), keys: files.keys)) != nil
            },
            Form(name: "consistency proof", valid: growth.bytes) {
                (try? ConsistencyProofFile($0))?.bytes
            } proves: {
                (try? ConsistencyProofFile($0).check(against: files.checkpoint(2), keys: files.keys)) != nil
            },
        ]
    }

    @Test func `proves nothing if it is truncated or has one byte changed`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for form in try forms() {
            #expect(form.rewritten(form.valid) == form.valid && form.proves(form.valid))
            for end in form.valid.indices { #expect(!form.proves(Array(form.valid[..<end])), "\(form.name) to \(end)") }
            for index in form.valid.indices {
                let differences = (0..<8).map { UInt8(1 << $0) } + [UInt8.random(in: 1...255, using: &random)]
                let passing = differences.filter { difference in
                    var changed = form.valid
                    changed[index] ^= difference
                    return form.proves(changed)
                }
                #expect(passing.isEmpty, "seed \(seed): \(form.name), byte \(index)")
            }
        }
    }

    @Test func `is rejected, or round-trips`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for form in try forms() {
            for _ in 0..<300 {
                let bytes = Self.broken(form.valid, &random)
                guard let rewritten = form.rewritten(bytes) else { continue }
                #expect(rewritten == bytes, "seed \(seed): \(form.name): \(String(decoding: bytes, as: UTF8.self))")
            }
            for length in 0..<100 {
                let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
                #expect(form.rewritten(noise) == nil, "seed \(seed): \(form.name): \(noise)")
            }
        }
    }

    /// Swaps, drops, doubles or cuts bytes, sometimes with significant ones.
    private static func broken(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[index] = Array("\n +=0— \u{1}".utf8).randomElement(using: &random) ?? 0
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(bytes[index], at: index)
            default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...60, using: &random)))
            }
        }
        return bytes
    }
}
