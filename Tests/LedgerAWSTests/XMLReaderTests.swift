import LedgerTesting
import Testing

@testable import LedgerAWS

struct `The XML reader` {
    private func read(_ text: String) -> XMLElement? { XMLReader.document(Array(text.utf8)) }

    @Test func `reads what AWS writes`() {
        let text = """
            \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
            <!-- <a> -->
            <r:DescribeResponse xmlns:r="https://example.com/?a=b" xmlns='x'>
              <Result><member>a &lt;b&gt; &amp; &quot;c&apos; &#233;&#x1F600;</member><member/><member x="/">é</member></Result>
              <Text> kept <![CDATA[<as> &it;]]> is </Text>
            </r:DescribeResponse >
            """
        let expected = XMLElement(
            name: "DescribeResponse",
            children: [
                XMLElement(
                    name: "Result",
                    children: [
                        XMLElement(name: "member", text: "a <b> & \"c' é😀"), XMLElement(name: "member"),
                        XMLElement(name: "member", text: "é"),
                    ]
                ), XMLElement(name: "Text", text: " kept <as> &it; is "),
            ]
        )
        #expect(read(text) == expected)
    }

    @Test(
        arguments: [
            "", " ", "text", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a>&nbsp;</a>", "<a>&amp</a>",
            "<a>&#xD800;</a>", "<a>&#99999999999;</a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a",
            "<a><!-- </a>",
            "<a><![CDATA[</a>", "< a/>", "<>", "{\"a\":1}", "<html><head><br></head></html>",
        ]
    )
    func `rejects`(text: String) {
        #expect(read(text) == nil)
    }

    @Test func `limits nesting`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(read(nested(XMLReader.deepest)) != nil)
        #expect(read(nested(XMLReader.deepest + 1)) == nil)
    }

    @Test(arguments: [UInt64.random(in: .min ... .max)])
    func `terminates on any input`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "<a>", "</a>", "<b/>", "&lt;", "&", "<![CDATA[", "]]>", "<!--", "-->", "x", "<", ">", "/", "\u{0}",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...12, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            _ = read(text)
        }
        #expect(
            read("<a>\(String(repeating: "<b>x</b>", count: 50_000))</a>")?.children.count == 50_000,
            "seed \(seed)"
        )
    }
}
