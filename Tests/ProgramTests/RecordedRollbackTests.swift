import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing

@Suite(.startsPrograms)
struct `A recorded rollback` {
    @Test func `goes back to a version that was there`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.refuse(record: [Event.request("shop/dev", kind: "rollback", ["from": 1])], with: 3, "has no v1")
        try sandbox.record(Event.release("shop/dev", "one"))
        for version: JSONValue in [2, 9, -1] {
            let line = Event.request("shop/dev", kind: "rollback", ["from": version])
            let answer = try sandbox.propose([line])
            #expect(answer.status == 3 || answer.status == 64, "\(version): \(answer)")
        }
        try sandbox.record([Event.request("shop/dev", kind: "rollback", ["from": 1])])
    }
}
