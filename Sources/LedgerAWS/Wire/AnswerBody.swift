import LedgerValues

/// The body of a success, parsed as the service's protocol has it.
enum AnswerBody {
    case json(JSONObject)
    /// The element `…Result`; one without children where the answer has none.
    case xml(XMLElement)

    init(_ bytes: [UInt8], of operation: AWSOperation) throws(AnswerError) {
        switch operation.service.wire {
        case .json, .rest: self = .json(try JSONObject(answer: bytes))
        case .query:
            guard let document = XMLReader.document(bytes), document.name == "\(operation.name)Response" else {
                throw .unreadable
            }
            self = .xml(document.first("\(operation.name)Result") ?? XMLElement(name: ""))
        }
    }

    func object() throws(AnswerError) -> JSONObject {
        guard case .json(let object) = self else { throw .unreadable }
        return object
    }

    func element() throws(AnswerError) -> XMLElement {
        guard case .xml(let element) = self else { throw .unreadable }
        return element
    }

    /// The text of a member; nil where it is missing or empty.
    func text(_ name: String) -> String? {
        switch self {
        case .json(let object): object.text(name)
        case .xml(let element): element.text(name)
        }
    }
}

extension JSONObject {
    /// Reads the body of an answer; an empty one is an empty object.
    ///
    /// A number that a record cannot hold, such as a fraction, becomes a string of its digits.
    init(answer body: [UInt8]) throws(AnswerError) {
        guard !body.isEmpty else {
            self.init()
            return
        }
        guard let value = try? JSONReader.value(body, numbers: .fractionsAsText), let object = value.object else {
            throw .unreadable
        }
        self = object
    }
}
