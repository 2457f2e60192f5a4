/// A call whose answer comes in pages.
package protocol PagedCall: AWSCall {
    /// The call for the page after `answer`, nil when that was the last.
    func next(after answer: Answer) -> Self?

    /// The token that this page is asked for with, nil for the first.
    var token: String? { get }
}

/// The pages of a call, each asked for when it is wanted.
///
/// A token that comes back a second time ends the pages, as it would go on for ever.
package struct Pages<Call: PagedCall>: AsyncSequence, Sendable {
    package typealias Element = Call.Answer
    package typealias Failure = CallFailure

    fileprivate let client: AWSClient
    fileprivate let call: Call

    package func makeAsyncIterator() -> Iterator {
        Iterator(client: client, call: call)
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let client: AWSClient
        fileprivate var call: Call?
        private var tokens: Set<String> = []

        fileprivate init(client: AWSClient, call: Call) {
            (self.client, self.call) = (client, call)
        }

        package mutating func next() async throws(CallFailure) -> Call.Answer? {
            guard let call else { return nil }
            if let token = call.token { tokens.insert(token) }
            let answer = try await client.send(call).get()
            let following = call.next(after: answer)
            self.call = following?.token.map(tokens.contains) == false ? following : nil
            return answer
        }

        package mutating func next(isolation: isolated (any Actor)?) async throws(CallFailure) -> Call.Answer? {
            try await next()
        }
    }
}

extension AWSClient {
    package func pages<Call: PagedCall>(of call: Call) -> Pages<Call> {
        Pages(client: self, call: call)
    }
}
