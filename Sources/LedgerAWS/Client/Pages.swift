/// The pages of a list; each is read when it is needed.
///
/// AWS names the next page with a token. A token that comes a second time ends the list, as it would never end otherwise.
package struct Pages<Answer: Sendable>: AsyncSequence, Sendable {
    package typealias Element = Answer
    package typealias Failure = CallFailure

    fileprivate let client: AWSClient
    fileprivate let call: AWSRead<Answer>

    package func makeAsyncIterator() -> Iterator {
        Iterator(client: client, call: call)
    }

    package struct Iterator: AsyncIteratorProtocol {
        package let operation: AWSOperation
        private let client: AWSClient
        private var call: AWSRead<Answer>?
        private var tokens: Set<String> = []

        fileprivate init(client: AWSClient, call: AWSRead<Answer>) {
            (self.client, self.call, operation) = (client, call, call.operation)
        }

        package mutating func next() async throws(CallFailure) -> Answer? {
            guard let call else { return nil }
            let page = try await client.send(call.page).get()
            let next = page.token.flatMap { tokens.insert($0).inserted ? $0 : nil }
            self.call = next.map { call.following($0) }
            return page.answer
        }

        package mutating func next(isolation: isolated (any Actor)?) async throws(CallFailure) -> Answer? {
            try await next()
        }
    }
}

extension AWSClient {
    package func pages<Answer>(of call: AWSRead<Answer>) -> Pages<Answer> {
        Pages(client: self, call: call)
    }
}
