import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

struct `A unique id` {
    @Test func `of version 7 has its time, its version and its variant`() {
        let time: Timestamp = "2026-11-03T10:00:00.123456Z"
        let id = UniqueID(time: time, random: (.max, .max))
        #expect(id.description == "01a1a0d9-f17b-7fff-bfff-ffffffffffff")
        #expect(id.high >> 16 == UInt64(time.microseconds / 1_000))

        let least = UniqueID(time: time, random: (0, 0))
        #expect(least.high & 0xF000 == 0x7000)
        #expect(least.low == 0x8000_0000_0000_0000)
    }

    @Test func `of version 7 sorts by its time`() {
        var random = SeededRandom(seed: 3)
        let ids = (Int64(0)..<100).map { step in
            let time = Timestamp("2026-11-03T10:00:00Z").advanced(bySeconds: step)
            return UniqueID(time: time, random: (random.next(), random.next()))
        }
        #expect(ids == ids.sorted())
        #expect(ids.map(\.description) == ids.map(\.description).sorted())
    }

    @Test func `of a time before 1970 still has version 7`() {
        let id = UniqueID(time: "1969-01-01T00:00:00Z", random: (0, 0))
        #expect(id.description == "00000000-0000-7000-8000-000000000000")
    }

    @Test func `of version 8 keeps 122 bits of its hash`() {
        #expect(UniqueID(hash: (.max, .max)).description == "ffffffff-ffff-8fff-bfff-ffffffffffff")
        #expect(UniqueID(hash: (0, 0)).description == "00000000-0000-8000-8000-000000000000")
    }

    @Test func `round-trips as text and as bytes`() {
        var random = SeededRandom(seed: 4)
        for _ in 0..<1_000 {
            let id = UniqueID(high: random.next(), low: random.next())
            #expect(UniqueID(id.description) == id)
            #expect(UniqueID(id.description.uppercased()) == id)
            #expect(UniqueID(bytes: id.bytes) == id)
        }
    }

    @Test(arguments: [
        "", "0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f607", "0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f60711",
        "0193a2b45c6d7e8f8a1b2c3d4e5f6071", "0193a2b4-5c6d-7e8f-8a1b_2c3d4e5f6071",
        "g193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071", "{0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f607}",
        "0193a2b-45c6d-7e8f-8a1b-2c3d4e5f6071", "０193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071",
    ])
    func `rejects other texts`(text: String) {
        #expect(UniqueID(text) == nil)
    }

    @Test func `has sixteen bytes`() {
        #expect(UniqueID(bytes: [UInt8](repeating: 0, count: 15)) == nil)
        #expect(UniqueID(bytes: [UInt8](repeating: 0, count: 17)) == nil)
    }
}
