/// One operation of a service, and where its parameters go in a request.
package struct AWSOperation: Equatable, Sendable {
    package let service: AWSService
    package let name: String
    package let method: HTTPRequest.Method
    /// `{Name}` is replaced with the parameter of that name.
    package let path: String
    /// The parameters that go into the query of the URL.
    package let query: [String]
    /// Nil for an operation whose answer is not a list of pages.
    package let pages: PageTokens?
    /// False for a call that is not proved by keys.
    package let isSigned: Bool

    package init(
        _ service: AWSService,
        _ name: String,
        _ method: HTTPRequest.Method = .post,
        _ path: String = "/",
        query: [String] = [],
        pages: PageTokens? = nil,
        isSigned: Bool = true
    ) {
        (self.service, self.name, self.method, self.path) = (service, name, method, path)
        (self.query, self.pages, self.isSigned) = (query, pages, isSigned)
    }
}

/// Where a list has the token of its next page: in an answer, and in the parameters that ask for that page.
package struct PageTokens: Equatable, Sendable {
    package let parameter, answer: String

    package init(_ parameter: String, _ answer: String) {
        (self.parameter, self.answer) = (parameter, answer)
    }

    package static let nextToken = PageTokens("nextToken", "nextToken")
    /// As services write it that capitalize all names.
    package static let capitalNextToken = PageTokens("NextToken", "NextToken")
}
