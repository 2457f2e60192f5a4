import Foundation
import LedgerDomain
import LedgerSQLite
import Testing

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What is left open` {
    @Test func `is told with what would be done next, and left as it is`() throws {
        let place = try EmulatedStage()
        try place.kill(["deploy", "shop/dev", "--image", "shop:v1"], at: "UpdateService", "holdAfter")
        let before = try place.sandbox.log().head()
        // Without AWS.
        let answer = try place.sandbox.run(["recover", "--dry-run"])
        #expect(answer.lines.first == "shop/dev@v1: check whether UpdateService was carried out", "\(answer.error)")
        #expect(answer.lines.last?.hasPrefix("would call    ecs UpdateService  {") == true, "\(answer.output)")
        #expect(try place.sandbox.log().head() == before)
        try place.succeed("recover", "--poll", "0s")
        let none = try place.sandbox.run(["recover", "--dry-run"])
        #expect(none.output == "No deployment is open.\n")
    }

    @Test func `is an empty list for programs where there is nothing`() throws {
        let place = try EmulatedStage()
        #expect(try place.succeed("recover", "-o", "json").output == "[]\n")
        #expect(try place.succeed("recover", "shop/dev", "-o", "jsonl").output == "")
        #expect(try place.succeed("recover", "--dry-run", "-o", "json").output == "[]\n")
    }
}
