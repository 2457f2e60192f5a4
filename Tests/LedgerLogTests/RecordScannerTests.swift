import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

/// The scanner must never accept what the parser rejects.
struct `The scanned attributes of a record` {
    private static let replays: [[UInt8]] = {
        let folder = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Replays").standardized.path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().flatMap { name in
            let data = FileManager.default.contents(atPath: "\(folder)/\(name)/log.jsonl") ?? Data()
            return data.split(separator: 0x0A).map { Array($0) }
        }
    }()

    private static func made(_ seed: UInt64, _ count: Int) -> [[UInt8]] {
        var history = History(seed: seed, .troubled)
        return history.records(count).map(\.bytes)
    }

    private func scan(_ line: [UInt8]) -> ScannedRecord? {
        line.withUnsafeBufferPointer { RecordScanner.scan($0) }
    }

    /// Whether the line can be scanned; if so, the result must match the record.
    @discardableResult
    private func check(_ line: [UInt8], _ what: String) -> Bool {
        guard let scanned = scan(line) else { return false }
        let text = String(decoding: line, as: UTF8.self)
        guard let record = try? Record(canonical: line) else {
            Issue.record("\(what): accepted what is not a record: \(text)")
            return true
        }
        let isSame =
            scanned.id == record.id && scanned.recordedTime == record.recordedTime
            && scanned.streamVersion == record.streamVersion && line[scanned.subject].elementsEqual(record.subject.utf8)
            && line[scanned.type].elementsEqual(record.type.utf8)
        if !isSame { Issue.record("\(what): the result differs from the record: \(text)") }
        return true
    }

    @Test func `are found in every plain record`() throws {
        let examples = EventType.allCases.map {
            EventDraft.example(of: $0).encoded(streamVersion: 7, recordedTime: .noon)
        }
        #expect(Self.replays.count > 200)
        for line in examples + Self.replays + Self.made(4, 500) {
            let isPlain = line.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
            #expect(check(line, "plain") == isPlain, "\(String(decoding: line, as: UTF8.self))")
        }
    }

    @Test(arguments: UInt64(1)...4)
    func `agree with the record after any change of bytes`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lines = Self.made(seed, 60) + Self.replays
        var passed = 0
        for _ in 0..<4_000 {
            guard var line = lines.randomElement(using: &random) else { return }
            for _ in 0..<Int.random(in: 1...2, using: &random) { ByteChange.make(in: &line, &random) }
            if check(line, "seed \(seed)") { passed += 1 }
        }
        #expect(passed > 100, "seed \(seed): some changes leave a record")
    }

    @Test(arguments: UInt64(1)...4)
    func `agree with the record after any change of a value`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var passed = 0
        for line in Self.made(seed, 300) {
            for change in Odd.values {
                let text = String(decoding: line, as: UTF8.self)
                if check(change(text, &random), "seed \(seed)") { passed += 1 }
            }
        }
        #expect(passed > 100, "seed \(seed)")
    }

    @Test(arguments: 1...70)
    func `are found as deep as a record may be`(depth: Int) {
        for (open, inner, close) in [("[", "", "]"), ("{\"a\":", "1", "}"), ("[", "0", "]"), ("{\"a\":", "[]", "}")] {
            let value = String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
            let line = Odd.record(data: "{\"deep\":\(value)}")
            let isRecord = (try? Record(canonical: line)) != nil
            #expect(check(line, "depth \(depth)") == isRecord)
        }
    }

    @Test(arguments: [
        "0", "-0", "01", "-01", "-1", "1e3", "1.0", "1.5", "+1", "--1", "-", "", "999999999999999", "1000000000000000",
        "9007199254740991", "9007199254740992", "-9007199254740991", "-9007199254740992", "99999999999999999999",
        "true", "tru", "nul", "null", "NaN", "0x1", "1 ", " 1", "\"\\u0041\"", "\"\u{7F}\"", "\"\u{1}\"", "\"é\"",
        "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "{\"a\":1,}", "[1,]", "[,]", "{\"\":1,\"a\":2}", "{\"a\":1,\"ab\":2}",
        "{\"ab\":1,\"a\":2}", "{\"a\" :1}", "{a:1}", "[1 ,2]", "{}", "[]", "[[],{}]", "{\"A\":1,\"a\":2}", "\"\"", "\"",
    ])
    func `agree with the record on any value`(value: String) {
        for data in [value, "{\"a\":\(value)}", "{\"a\":[\(value)]}", "{\"a\":{\"b\":\(value)}}"] {
            check(Odd.record(data: data), data)
        }
        check(Odd.record(version: value), "version \(value)")
        check(Odd.record(actor: value), "actor \(value)")
    }

    @Test(arguments: [
        "2026-02-29", "2024-02-29", "2026-13-01", "2026-00-10", "2026-01-32", "0000-01-01", "9999-12-31", "2026-1-1",
    ])
    func `agree with the record on any date`(date: String) {
        for time in ["T00:00:00.000000Z", "T24:00:00.000000Z", "T23:59:60.000000Z", "T10:00:00Z", "T10:00:00.000000z"] {
            check(Odd.record(recordedTime: date + time), date + time)
            check(Odd.record(time: date + time), date + time)
        }
    }

    @Test func `agree with the record on ids in upper case, and on lines that are too long`() {
        check(Odd.record(id: "019F0000-0000-7000-8000-00000000000A"), "upper case")
        check(Odd.record(id: "019f0000-0000-7000-8000-00000000000"), "short")
        for count in [Record.largest - 1_000, Record.largest, Record.largest + 1] {
            let text = String(repeating: "x", count: count)
            check(Odd.record(data: "{\"a\":\"\(text)\"}"), "\(count)")
        }
        #expect(check(Odd.record(), "plain"))
    }
}

/// Changes to single bytes, mostly to JSON syntax.
private enum ByteChange {
    private static let telling = Array("\"\\{}[]:,0123456789-+eE.tfnu aA\u{1}\u{7F}".utf8) + [0x80, 0xC3, 0xA9, 0xFF]

    static func make(in line: inout [UInt8], _ random: inout SeededRandom) {
        guard !line.isEmpty else { return }
        let place = Int.random(in: 0..<line.count, using: &random)
        let byte = telling.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<5, using: &random) {
        case 0: line[place] = byte
        case 1: line.insert(byte, at: place)
        case 2: line.remove(at: place)
        case 3: line[place] = UInt8.random(in: 0...255, using: &random)
        default: line.swapAt(place, Int.random(in: 0..<line.count, using: &random))
        }
    }
}

/// Records that are unusual in one place.
private enum Odd {
    static func record(
        data: String = "{}",
        id: String = "019f0000-0000-7000-8000-000000000001",
        version: String = "1",
        actor: String = "\"ana\"",
        recordedTime: String = "2026-11-01T10:00:00.000000Z",
        time: String = "2026-11-01T10:00:00.000000Z"
    ) -> [UInt8] {
        Array(
            """
            {"actor":\(actor),"data":\(data),"id":"\(id)","recordedtime":"\(recordedTime)","source":"/stackledger",\
            "specversion":"1.0","streamversion":\(version),"subject":"stack/shop","time":"\(time)","type":"a.b.v1"}
            """.utf8
        )
    }

    /// Changes to a text; most keep it valid JSON.
    static let values: [@Sendable (String, inout SeededRandom) -> [UInt8]] = [
        { text, random in swapped(text, &random) },
        { text, random in replaced(text, "\"", with: ["\"\\u0041", "\"\\n", "\"\\/", "\"é", "\" "], &random) },
        { text, random in replaced(text, ":", with: [": ", " :", ":-", ":0", ":[", ":{}"], &random) },
        { text, random in replaced(text, ",", with: [", ", ",,", ",\"zz\":1,", ",\"actor\":\"x\","], &random) },
        { text, random in replaced(text, "1", with: ["01", "-1", "1e3", "1.0", "1234567890123456", "2"], &random) },
        { text, _ in Array(text.uppercased().utf8) },
        { text, _ in Array((text + "\n").utf8) },
        { text, random in Array(text.utf8.prefix(Int.random(in: 0...text.utf8.count, using: &random))) },
    ]

    private static func replaced(
        _ text: String,
        _ mark: String,
        with others: [String],
        _ random: inout SeededRandom
    ) -> [UInt8] {
        let places = text.ranges(of: mark)
        guard let place = places.randomElement(using: &random) else { return Array(text.utf8) }
        return Array(text.replacingCharacters(in: place, with: others.randomElement(using: &random) ?? "").utf8)
    }

    /// Swaps two members, which may be the same one.
    private static func swapped(_ text: String, _ random: inout SeededRandom) -> [UInt8] {
        var parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let places = (0..<2).map { _ in Int.random(in: 0..<parts.count, using: &random) }
        parts.swapAt(places[0], places[1])
        return Array(parts.joined(separator: ",").utf8)
    }
}
