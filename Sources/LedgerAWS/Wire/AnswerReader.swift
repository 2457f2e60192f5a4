package import LedgerValues

/// How the body of a success becomes a call's answer.
package struct AnswerReader<Answer: Sendable>: Sendable {
    let read: @Sendable (AnswerBody) throws(AnswerError) -> Answer

    private init(_ read: @escaping @Sendable (AnswerBody) throws(AnswerError) -> Answer) {
        self.read = read
    }

    /// Reads the token of the next page too.
    func page(_ tokens: PageTokens?) -> AnswerReader<Page<Answer>> {
        AnswerReader<Page<Answer>> { body throws(AnswerError) in
            Page(answer: try read(body), token: tokens.flatMap { body.text($0.answer) })
        }
    }
}

/// One page of a list, and the token that asks for the next.
struct Page<Answer: Sendable>: Sendable {
    let answer: Answer
    let token: String?
}

// MARK: - JSON

extension AnswerReader {
    /// The whole object.
    package static func whole(_ read: @escaping @Sendable (JSONObject) throws(AnswerError) -> Answer) -> Self {
        Self { body throws(AnswerError) in try read(try body.object()) }
    }

    /// A required member that is an object.
    package static func member(
        _ name: String,
        _ read: @escaping @Sendable (JSONObject) throws(AnswerError) -> Answer
    ) -> Self {
        Self { body throws(AnswerError) in try read(try body.object().requiredObject(name)) }
    }

    /// The objects of a member that is a list.
    package static func list<Item: Sendable>(
        _ name: String,
        _ read: @escaping @Sendable (JSONObject) throws(AnswerError) -> Item
    ) -> Self where Answer == [Item] {
        Self { body throws(AnswerError) in try body.object().objects(name).map(read) }
    }
}

extension AnswerReader<[String]> {
    /// The texts of a member that is a list.
    package static func texts(_ name: String) -> Self {
        Self { body throws(AnswerError) in try body.object().texts(name) }
    }

    /// One text of each object of a list.
    package static func texts(_ name: String, of list: String) -> Self {
        Self { body throws(AnswerError) in try body.object().objects(list).compactMap { $0.text(name) } }
    }
}

extension AnswerReader<String> {
    /// A required text.
    package static func text(_ name: String) -> Self {
        Self { body throws(AnswerError) in try body.object().required(name) }
    }
}

extension AnswerReader<[String: String]> {
    /// A member that is a map of texts.
    package static func map(_ name: String) -> Self {
        Self { body throws(AnswerError) in try body.object().map(name) }
    }
}

extension AnswerReader<Void> {
    /// That there is an answer is all that is asked.
    package static var nothing: Self { Self { _ in } }
}

// MARK: - XML

extension AnswerReader {
    /// The element `…Result`.
    package static func result(_ read: @escaping @Sendable (XMLElement) throws(AnswerError) -> Answer) -> Self {
        Self { body throws(AnswerError) in try read(try body.element()) }
    }

    /// The elements of a list in it.
    package static func resultList<Item: Sendable>(
        _ name: String,
        _ read: @escaping @Sendable (XMLElement) throws(AnswerError) -> Item
    ) -> Self where Answer == [Item] {
        Self { body throws(AnswerError) in try body.element().list(name).map(read) }
    }
}
