import LedgerSQLite
import Testing

struct `Pages that are read ahead` {
    @Test func `come in order, followed by nil every time`() throws {
        let pages = try ReadAhead<Int>(pages: 2) { give in
            for page in 1...50 { _ = give(page) }
        }
        var taken: [Int] = []
        while let page = pages.next(after: taken.last) { taken.append(page) }
        #expect(taken == Array(1...50))
        #expect(pages.next() == nil)
    }

    @Test func `end when the caller stops`() throws {
        let ended = try ReadAhead<Bool>(pages: 1) { give in _ = give(true) }
        #expect(ended.next() == true)

        let endless = try ReadAhead<Int>(pages: 2) { give in
            var page = 0
            while give(page) { page += 1 }
        }
        #expect(endless.next() == 0)
        endless.stop()
        var rest = 0
        while endless.next() != nil { rest += 1 }
        #expect(rest <= 3)
    }
}
