import LedgerValues

/// A server's response with any status.
package struct HTTPResponse: Equatable, Sendable, Concealed {
    package let status: Int
    package let headers: [NameValue]
    package let body: [UInt8]

    package init(status: Int, headers: [NameValue] = [], body: [UInt8] = []) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }
}
