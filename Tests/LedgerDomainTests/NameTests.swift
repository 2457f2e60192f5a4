import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

struct `A name` {
    static let wrong = [
        "", " ", "a b", "a\n", "a\r\n", "\ta", "-a", ".a", "_a", "..", "a/b", "a\\b", "a:b", "a@b", "a#1", "a~1", "a'b",
        "a\"b", "a`id`", "$(id)", "$HOME", "a;b", "a|b", "a&b", "a*", "a?", "a>b", "a(b)", "{a}", "[a]", "a,b", "a=b",
        "a%00", "a\0", "é", "e\u{301}", "a\u{301}", "😀", "a😀", "\u{202E}a", "a\u{200F}", "a\u{200B}", "１", "a١", "ǆ",
    ]

    @Test(arguments: wrong)
    func `refuses what a shell, a path, an ARN or an eye could read otherwise`(text: String) {
        #expect(throws: NameError.self) { try StackName(checking: text) }
        #expect(throws: NameError.self) { try StageName(checking: text) }
    }

    @Test(arguments: ["a", "A", "0", "shop", "shop-api_v2.1", "a.", "a-", "a..b", "9lives"])
    func `is made of letters, digits, dots, underscores and hyphens`(text: String) throws {
        #expect(try StackName(checking: text).rawValue == text)
        #expect(try StageName(checking: text).rawValue == text)
    }

    @Test func `of a stack has at most 20 characters`() throws {
        #expect(try StackName(checking: String(repeating: "a", count: 20)).rawValue.count == 20)
        #expect(throws: NameError.tooLong(length: 21, limit: 20)) {
            try StackName(checking: String(repeating: "a", count: 21))
        }
    }

    @Test func `of a stage has at most 32 characters`() throws {
        #expect(try StageName(checking: String(repeating: "z", count: 32)).rawValue.count == 32)
        #expect(throws: NameError.tooLong(length: 33, limit: 32)) {
            try StageName(checking: String(repeating: "z", count: 33))
        }
    }

    @Test(arguments: ["latest", "LATEST", "abcdef0", "4f0c2a9be1d35f77", "ABCDEF01", "1234567"])
    func `of a stage is no tag that means something else`(text: String) throws {
        #expect(throws: NameError.reservedTag(text)) { try StageName(checking: text) }
        #expect(try StackName(checking: text).rawValue == text)
    }

    @Test(arguments: ["abcdef", "deadbeef-1", "latest-1", "g234567"])
    func `of a stage may look a little like one`(text: String) throws {
        #expect(try StageName(checking: text).rawValue == text)
    }

    @Test func `says what is wrong with it`() {
        for text in Self.wrong {
            #expect { try StackName(checking: text) } throws: { !"\($0)".isEmpty }
        }
    }
}

struct `A stream's name` {
    private static let registry = Registry(account: "123456789012", region: "us-east-1")

    static let streams: [StreamName] = [
        .stack("shop"), .stage("shop/prod"), .revision(registry, family: "shop-prod"),
        .repository(registry, name: "shop"), .repository(registry, name: "team/shop/api"),
        .pipeline(registry, name: "shop-main"), .ledger("0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071"),
        .stack(StackName(rawValue: "\u{301}x")), .stage(StageID("a\u{301}", "\u{200D}b\r\n")),
        .stack(StackName(rawValue: "😀 $(id)")),
    ]

    @Test(arguments: streams)
    func `reads back`(stream: StreamName) {
        #expect(StreamName(stream.description) == stream)
        #expect(StreamName(stream.description)?.description == stream.description)
    }

    @Test(arguments: [
        "", "/", "stack", "stack/", "stack/a/b", "stage/a", "stage//b", "stage/a/", "stage/a/b/c", "revision/1/r",
        "revision/1/r/a/b", "revision/1//f", "pipeline/1/r/a/b", "repository/1/r/", "widget/a", "Stack/a",
        "ledger", "ledger/", "ledger/shop", "ledger/0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071/x",
    ])
    func `is none for other subjects`(subject: String) {
        #expect(StreamName(subject) == nil)
    }
}
