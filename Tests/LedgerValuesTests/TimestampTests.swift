import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

struct `A timestamp` {
    @Test func `round-trips as text at any instant`() {
        var random = SeededRandom(seed: 1)
        let earliest = Timestamp(microseconds: .min).microseconds
        let latest = Timestamp(microseconds: .max).microseconds
        for _ in 0..<20_000 {
            let time = Timestamp(microseconds: Int64.random(in: earliest...latest, using: &random))
            let text = time.description
            #expect(text.utf8.count == Timestamp.length)
            #expect(Timestamp(rfc3339: text) == time)
            #expect(Timestamp(canonical: text) == time)
        }
    }

    @Test func `prints every year with four digits`() throws {
        for year: Int64 in 0...9999 {
            let time = try #require(Timestamp(year: year, month: 1, day: 1))
            let digits = String(year + 10_000).dropFirst()
            #expect(time.description == "\(digits)-01-01T00:00:00.000000Z")
            #expect(Timestamp(canonical: time.description) == time)
        }
    }

    @Test func `sorts like its text`() {
        var random = SeededRandom(seed: 2)
        let times = (0..<500).map { _ in
            Timestamp(microseconds: Int64.random(in: -62_000_000_000_000_000...250_000_000_000_000_000, using: &random))
        }
        #expect(times.sorted().map(\.description) == times.map(\.description).sorted())
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-03T10:00:00.25Z", 1_793_700_000_250_000),
        ("2026-11-03t10:00:00.250000999z", 1_793_700_000_250_000),
        ("2026-11-03 11:30:00+01:30", 1_793_700_000_000_000),
        ("2026-11-03T00:15:00-09:45", 1_793_700_000_000_000),
        ("2026-11-03T10:00:00-00:00", 1_793_700_000_000_000),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000),
        ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000_000),
    ])
    func `reads RFC 3339`(text: String, microseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2026-11-03", "2026-11-03T10:00Z", "2026-11-03T10:00:00", "2026-11-03T10:00:00.Z", "2026-11-03T24:00:00Z",
        "2026-11-03T10:60:00Z", "2026-11-03T10:00:61Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-04-31T00:00:00Z", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-11-00T00:00:00Z",
        "26-11-03T10:00:00Z", "+2026-11-03T10:00:00Z", "2026-11-03T10:00:00+1:00", "2026-11-03T10:00:00+24:00",
        "2026-11-03T10:00:00+01:60", "2026-11-03T10:00:00Z ", " 2026-11-03T10:00:00Z", "2026-11-03T10:00:00ZZ",
        "2026-11-03T10:00:00,5Z", "２026-11-03T10:00:00Z", "2026-11-03T10:00:00Z\0",
        // Out of range in UTC.
        "9999-12-31T23:59:59-01:00", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00+00:01",
    ])
    func `rejects what is not RFC 3339`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [
        "2026-11-03T10:00:00.25Z", "2026-11-03T10:00:00.2500000Z", "2026-11-03t10:00:00.250000Z",
        "2026-11-03T10:00:00.250000z", "2026-11-03 10:00:00.250000Z", "2026-11-03T10:00:00.250000+00:00",
        "2016-12-31T23:59:60.000000Z", "2026-11-31T10:00:00.250000Z", "2026-11-03T24:00:00.250000Z",
        "2026-11-03T10:00:00:250000Z", "2026-11-03T10:00:00.25000:Z", "2026-11-03T10:00:00.25000/Z", "",
    ])
    func `has only one canonical form`(text: String) {
        #expect(Timestamp(canonical: text) == nil)
    }

    @Test func `stays within its years`() throws {
        let first = Timestamp(microseconds: .min)
        let last = Timestamp(microseconds: .max)
        #expect(first.description == "0000-01-01T00:00:00.000000Z")
        #expect(last.description == "9999-12-31T23:59:59.999999Z")
        #expect(last.advanced(bySeconds: 1) == last)
        #expect(first.advanced(bySeconds: .min) == first)
        #expect(last.advanced(bySeconds: .max) == last)
        #expect(first.advanced(bySeconds: .max) == last)
        #expect(Timestamp("1970-01-01T00:00:00Z").advanced(bySeconds: -1).microseconds == -1_000_000)
    }
}

struct `A civil date` {
    /// Counts days by the calendar's rules, not by the arithmetic under test.
    @Test func `agrees with a count of every day of ten thousand years`() {
        let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var days: Int64 = -719_528
        var disagreements = 0
        for year: Int64 in 0...9999 {
            let isLeap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0
            for month: Int64 in 1...12 {
                let length = lengths[Int(month) - 1] + (month == 2 && isLeap ? 1 : 0)
                for day in 1...length {
                    let date = CivilDate(year: year, month: month, day: day)
                    if date?.daysSinceEpoch != days || CivilDate(daysSinceEpoch: days) != date { disagreements += 1 }
                    days += 1
                }
                if CivilDate(year: year, month: month, day: length + 1) != nil { disagreements += 1 }
            }
        }
        #expect(disagreements == 0)
        #expect(days == 2_932_897)
    }

    @Test func `is nil outside its calendar`() {
        #expect(CivilDate(year: -1, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 10_000, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 2026, month: 0, day: 1) == nil)
        #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
        #expect(CivilDate(year: 2026, month: 1, day: 0) == nil)
    }
}
