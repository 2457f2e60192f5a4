import LedgerDomain
import LedgerValues
import Testing

@testable import LedgerCommands

struct `Text for people` {
    static let harmful = [
        "\u{1B}[5mred", "\u{1B}]0;title\u{07}", "a\rb", "a\u{08}b", "\u{9B}2J", "\u{85}", "\u{202E}txt.exe",
        "\u{2066}a\u{2069}", "\u{2028}", "\u{200B}", "\u{E0041}", "\u{7F}",
    ]

    @Test(arguments: harmful)
    func `has everything escaped that could disturb a terminal`(text: String) {
        let shown = "a line\n\(text)\n".escapingControlsInLines
        #expect(shown.hasPrefix("a line\n") && shown.hasSuffix("\n"))
        #expect(shown.contains("\\u{"))
        #expect(shown.escapingControlsInLines == shown, "nothing is escaped twice")
        let row = TextTable.text(of: [text], [ListColumn<String>("text") { $0 }])
        #expect(row.split(separator: "\n").count == 2 && !row.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test(arguments: harmful)
    func `in JSON is escaped as JSON escapes it, and means the same`(text: String) throws {
        let value = JSONValue.object(["text": .string(text), "list": .array([.string(text)])])
        let printed = value.printed
        #expect(printed.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(printed)")
        #expect(try JSONReader.value(Array(printed.utf8)) == value)
        let listing = Listing(columns: ["text"], rows: [[.string(text)], [.string("ä 猫")]])
        #expect(listing.jsonArray.escapedInJSON.contains("ä 猫"))
        #expect(listing.jsonArray.escapedInJSON.split(separator: "\n").count == 4)
    }

    @Test(arguments: harmful + ["two\nlines"])
    func `in CSV is one line a row`(text: String) {
        let lines = Listing(columns: ["text", "n"], rows: [[.string(text), .integer(-1)]]).csv.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last?.unicodeScalars.contains { $0.value < 0x20 } == false)
        #expect(lines.last?.contains("\\") == true && lines.last?.hasSuffix(",-1") == true, "\(lines)")
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "＝1"])
    func `in CSV is not taken for a formula`(text: String) {
        let csv = Listing(columns: ["=text"], rows: [[.string(text)]]).csv
        for line in csv.split(separator: "\n") {
            #expect(line.hasPrefix("'") || line.hasPrefix("\"'"), "\(line)")
        }
    }
}

struct `A command in a text` {
    @Test(arguments: [
        ("shop/prod", "shop/prod"), ("a b", "'a b'"), ("x; rm -rf ~", "'x; rm -rf ~'"), ("$(id)", "'$(id)'"),
        ("it's", "'it'\\''s'"), ("", "''"), ("`id`", "'`id`'"), ("a\nb", "'a\nb'"),
    ])
    func `has every word quoted as a shell needs it`(word: String, quoted: String) {
        let hint: ShellText = "stackledger wait \(word), then \("more" as ShellText)"
        #expect(hint.text == "stackledger wait \(quoted), then more")
        let failure = Failure(.refused, "x", "it is", hint: "stackledger rollback \(word)")
        #expect(failure.line == "error: it is. hint: stackledger rollback \(quoted)".escapingControls)
        #expect(failure.json["hint"] == .string("stackledger rollback \(quoted)"))
    }
}
