import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

@testable import LedgerIntake
import LedgerValues

struct `A log file of CloudTrail` {
    private let records = (1...5).map { CallRecord.call("UpdateService", at: "2026-11-03T14:21:0\($0)Z") }

    private func identities(_ read: [Incoming]) -> [String] {
        read.compactMap { incoming in
            if case .event(let envelope, _) = incoming { envelope.identity } else { nil }
        }
    }

    private var expected: [String] { records.compactMap { $0["eventID"]?.string } }

    @Test func `is read record by record, on one line or many, with gzip or without`() {
        let line = CallRecord.file(records)
        let spread = "{\n  \"Records\" : [\n    \(records.map(\.text).joined(separator: ",\n    "))\n  ]\n}\n"
        for text in [line, spread, "[\(line)]", line.dropLast() + ",\"more\":{\"Records\":[1]}}"] {
            #expect(identities(Harness.read(Array(text.utf8))) == expected, "\(text.prefix(40))")
            #expect(Harness.read(Array(text.utf8)).count == expected.count)
            #expect(Harness.read(Gzip.compressed(Array(text.utf8))) == Harness.read(Array(text.utf8)))
        }
        let two = Harness.read(Array((line + line + "\n" + line).utf8))
        #expect(identities(two) == expected + expected + expected)
    }

    @Test func `does not depend on how the bytes are chunked`() {
        let bytes = Array((CallRecord.file(records) + "\n" + CallRecord.file(records)).utf8)
        let whole = Harness.read(bytes)
        for size in [1, 7, 64, 1_000] {
            var reader = EnvelopeReader()
            var parts: [Incoming] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                parts += reader.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(parts + reader.finish() == whole, "\(size)")
        }
    }

    @Test func `hands out its records before it ends`() {
        var reader = EnvelopeReader()
        let padded = records[0].setting(
            "requestParameters",
            to: .string(String(repeating: "x", count: 1 << 20 - 2_000))
        )
        let first = reader.read(Array("{\"Records\":[\(padded.text),".utf8))
        let rest = reader.read(Array("\(padded.text),\(padded.text),".utf8))
        #expect(identities(first + rest).count >= 2)
    }

    @Test func `may be larger than any value, but no record larger than 1 MiB`() throws {
        let large = records[0].setting("requestParameters", to: .string(String(repeating: "x", count: 1 << 20)))
        let read = Harness.read(Array(CallRecord.file([records[1], large, records[2]]).utf8))
        #expect(identities(read) == Array(expected[1...2]))
        #expect(read.contains(.defect(Defect(line: 1, reason: .recordTooLong))))

        let part = records[0].setting("requestParameters", to: .string(String(repeating: "x", count: 1_000_000)))
        let bytes = Array("\(part.text),".utf8)
        var reader = EnvelopeReader()
        var count = identities(reader.read(Array("{\"Records\":[".utf8))).count
        let rounds = ValueSplitter.largest / bytes.count + 2
        for _ in 0..<rounds { count += identities(reader.read(bytes)).count }
        let last = reader.read(Array("\(records[1].text)]}".utf8)) + reader.finish()
        #expect(count + identities(last).count == rounds + 1)
        #expect(last.allSatisfy { if case .event = $0 { true } else { false } })
    }

    @Test func `is read up to where it was cut off`() throws {
        let packed = Gzip.compressed(Array(CallRecord.file(records + records).utf8))
        let read = Harness.read(Array(packed[..<(packed.count / 2)]))
        #expect(read.last == .defect(Defect(line: 1, reason: .gzip(.cutOff))))
        let plain = Array(CallRecord.file(records).utf8)
        let half = Harness.read(Array(plain[..<(plain.count / 2)]))
        #expect(identities(half) == Array(expected[..<2]))
        #expect(half.count == 3, "the broken record is told")
        let untilEnd = Harness.read(Array(plain[..<(plain.count - 1)]))
        #expect(identities(untilEnd) == expected)
        #expect(untilEnd.count == expected.count + 1, "so is an end that is missing")
    }

    @Test func `loses nothing but a broken record`() {
        let broken = "{\"Records\":[\(records[0].text),{\"eventID\":\"x\n\(CallRecord.file(Array(records[1...])))\n"
        #expect(identities(Harness.read(Array(broken.utf8))) == expected)
        let whole = "{\"Records\":[{\"eventID\":\n\(CallRecord.file(records))\n"
        #expect(identities(Harness.read(Array(whole.utf8))) == expected)
    }

    @Test func `has digests beside it, which hold no records`() {
        let digest: JSONValue = ["digestS3Object": "AWSLogs/x", "logFiles": [["s3Object": "AWSLogs/y"]]]
        #expect(Harness.read(Array(digest.text.utf8)).isEmpty)
    }

    @Test func `is not what S3, streams or anybody's events look like`() throws {
        let notification: JSONValue = [
            "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "eventTime": "2026-11-03T14:21:07Z",
            "eventID": "x",
        ]
        #expect(
            Harness.read(Array(CallRecord.file([notification]).utf8)) == [.defect(Defect(line: 1, reason: .notAnEvent))]
        )
        var harness = try Harness()
        let forged = CallRecord.delivered(records[0]).setting("source", to: "com.example")
        #expect(try harness.take([forged]).notUnderstood == ["com.example AWS API Call via CloudTrail": 1])
    }
}
