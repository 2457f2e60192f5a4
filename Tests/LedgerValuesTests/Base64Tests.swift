import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

struct `Base64` {
    /// Source: RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `matches RFC 4648`(plain: String, text: String) {
        #expect(Array(plain.utf8).base64 == text)
        #expect([UInt8](base64: text) == Array(plain.utf8))
    }

    /// Tries every text of one group: if it can be read, it round-trips.
    @Test func `has exactly one text for given bytes`() {
        let digits = Array("ABCQZag09+/=-_ \n").map(String.init)
        for first in digits {
            for second in digits {
                for third in digits {
                    for fourth in digits {
                        let text = first + second + third + fourth
                        if let bytes = [UInt8](base64: text) { #expect(bytes.base64 == text) }
                    }
                }
            }
        }
    }

    @Test(arguments: [
        "Zh==", "Zg=", "Zg", "Z===", "====", "=", "Zm9=", "Zm8=Zm8=", "Zm 8", "Zm8=\n", "Zm-_", "Zg==Zg==",
    ])
    func `is rejected if it is not canonical`(text: String) {
        #expect([UInt8](base64: text) == nil)
    }
}
