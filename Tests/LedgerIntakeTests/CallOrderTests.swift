import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import Testing

@testable import LedgerIntake
import LedgerValues

struct `A deployment and the call that began it` {
    private let seen = AWSEvent.deployment("IN_PROGRESS", "ecs-svc/1", at: "2026-11-03T14:21:09Z")
    private let call = CallRecord.begin("ecs-svc/1", at: "2026-11-03T14:21:07Z")

    private func rows(_ texts: [String]) throws -> [String: [[Cell]]] {
        var harness = try Harness()
        for text in texts { try harness.take(text: text) }
        return try CallRows(of: harness).lasting
    }

    @Test func `give the same rows in every order and however often they come`() throws {
        let ways = [seen.text, CallRecord.delivered(call).text, CallRecord.file([call])]
        let expected = try rows(ways)
        #expect(expected["deployments"]?.first?[2] == "arn:aws:sts::123456789012:assumed-role/operator/mia")
        #expect(expected["deployments"]?.first?[3] == "UpdateService by operator/mia")
        #expect(expected["calls"]?.count == 1 && expected["call_stages"]?.count == 1)
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let once = order.map { ways[$0] }
            #expect(try rows(once) == expected, "\(order)")
            #expect(try rows(once + once) == expected, "\(order) twice")
            #expect(try rows(once.flatMap { [$0, $0] }) == expected, "\(order), each twice")
        }
    }

    @Test func `do not belong together when the call only changed the count`() throws {
        let scale = CallRecord.scale("ecs-svc/1", createdAt: "2026-11-03T14:21:08Z", at: "2026-11-03T16:00:00Z")
        let rows = try rows([seen.text, scale.text])
        #expect(rows["deployments"]?.first?[2] == "ecs.amazonaws.com")
        #expect(rows["deployments"]?.first?[3] == .null)
    }

    @Test func `belong together by the first of two calls that claim it`() throws {
        let (first, second) = (call, CallRecord.begin("ecs-svc/1", at: "2026-11-03T14:21:08Z", by: Self.eve))
        for order in [[first, second, seen], [second, seen, first], [seen, second, first]] {
            #expect(try rows(order.map(\.text))["deployments"]?.first?[3] == "UpdateService by operator/mia")
        }
    }

    fileprivate static let eve: JSONObject = [
        "type": "IAMUser", "userName": "eve", "arn": "arn:aws:iam::123456789012:user/eve",
    ]

    @Test func `are shown as of a time when both were made`() throws {
        var harness = try Harness()
        try harness.take([seen, call])
        let rows = try CallRows(of: harness)
        #expect(try rows.rows("SELECT requested_at FROM deployments") == [["2026-11-03T14:21:09.000000Z"]])
    }

    @Test(arguments: 0..<Thoroughness.rounds(20, full: 1_000))
    func `give the same rows in random histories`(round: Int) throws {
        let seed = Thoroughness.seed ?? .random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let history = History(&random)
        let expected = try rows(history.texts)
        for _ in 1...3 {
            var shuffled = history.texts
            for text in history.texts where Bool.random(using: &random) { shuffled.append(text) }
            shuffled.shuffle(using: &random)
            let found = try rows(shuffled)
            for (table, rows) in expected { #expect(found[table] == rows, "\(table), SEED=\(seed)") }
        }
    }

    /// Deployments that others began, one after the other, and what else they called.
    private struct History {
        private(set) var texts: [String] = []

        init(_ random: inout SeededRandom) {
            for number in 1...Int.random(in: 1...4, using: &random) {
                let name = "ecs-svc/\(number)"
                let time = { (minute: Int) in "2026-11-03T1\(number):\(minute < 10 ? "0" : "")\(minute):00Z" }
                let mia = Bool.random(using: &random)
                let begun = CallRecord.begin(
                    name,
                    at: time(1),
                    by: mia ? CallRecord.mia : `A deployment and the call that began it`.eve
                )
                add(calls: [begun], &random)
                texts.append(AWSEvent.deployment("IN_PROGRESS", name, at: time(1)).text)
                texts.append(AWSEvent.task(of: name, revision: number, createdAt: time(2)).text)
                var others = [CallRecord.scale(name, createdAt: time(1), at: time(20))]
                others.append(CallRecord.call("RegisterTaskDefinition", at: time(0), ["family": "shop"]))
                others.append(
                    CallRecord.call("UpdateService", at: time(30), ["service": "x"], ["errorCode": "AccessDenied"])
                )
                add(calls: others.filter { _ in Bool.random(using: &random) }, &random)
            }
        }

        /// Each comes by EventBridge, in a file, or both.
        private mutating func add(calls: [JSONValue], _ random: inout SeededRandom) {
            for call in calls {
                let way = Int.random(in: 0..<3, using: &random)
                if way != 0 { texts.append(CallRecord.delivered(call).text) }
                if way != 1 { texts.append(CallRecord.file([call])) }
            }
        }
    }
}
