import LedgerDomain
import Testing

@testable import LedgerAWS
import LedgerValues

struct `The clock of a server` {
    private let clock = ServerClock { .now }

    @Test func `is corrected by an answer only once`() {
        #expect(clock.read() == .now)
        #expect(clock.correct(by: "Sat, 21 Nov 2026 09:30:00 GMT"))
        #expect(clock.read().description == "2026-11-21T09:30:00.000000Z")
        #expect(!clock.correct(by: "Sat, 21 Nov 2026 11:00:00 GMT"))
        #expect(clock.read().description == "2026-11-21T09:30:00.000000Z")
    }

    @Test(arguments: [
        ("Sat, 21 Nov 2026 10:00:09 GMT", nil), ("Sat, 21 Nov 2026 10:00:10 GMT", "2026-11-21T10:00:10.000000Z"),
        ("Sat, 21 Nov 2026 09:56:00 GMT", "2026-11-21T09:56:00.000000Z"), ("yesterday", nil), (nil, nil),
    ])
    func `knows the time at AWS where its own is off by ten seconds`(date: String?, time: String?) {
        clock.note(date)
        #expect(clock.serverTime?.description == time)
        #expect(clock.read() == .now)
    }

    @Test(arguments: [nil, "", "yesterday", "Sat, 21 Nov 2026 10:03:59 GMT", "Sat, 21 Nov 2026 09:56:01 GMT"])
    func `is not corrected by an invalid or close date`(date: String?) {
        #expect(!clock.correct(by: date))
        #expect(clock.read() == .now)
    }
}
