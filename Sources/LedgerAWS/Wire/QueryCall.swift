/// A call of AWS's query protocol: a form there, XML back.
package protocol QueryCall: AWSCall where Answer: XMLAnswer {
    var parameters: [QueryParameter] { get }
}

/// What is read from the element `…Result` of an XML answer.
package protocol XMLAnswer: Sendable {
    init(_ result: XMLElement) throws(AnswerError)
}

package enum QueryParameter: Equatable, Sendable {
    case text(String, String?)
    case integer(String, Int64?)
    /// `Name.member.1`, `Name.member.2` …
    case list(String, [String])
}

extension QueryCall {
    package var payload: Payload {
        var fields = [NameValue("Action", Self.operation.name)]
        if case .query(let version) = Self.operation.service.wire { fields.append(NameValue("Version", version)) }
        fields += parameters.flatMap(\.fields)
        let form = fields.map { "\($0.name.percentEncoded)=\($0.value.percentEncoded)" }.joined(separator: "&")
        return Payload(
            headers: [NameValue("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(form.utf8)
        )
    }

    package static func answer(_ body: [UInt8]) throws(AnswerError) -> Answer {
        guard let document = XMLReader.document(body), document.name == "\(operation.name)Response" else {
            throw .unreadable
        }
        return try Answer(document.first("\(operation.name)Result") ?? XMLElement(name: ""))
    }
}

extension QueryParameter {
    fileprivate var fields: [NameValue] {
        switch self {
        case .text(let name, let value): value.map { [NameValue(name, $0)] } ?? []
        case .integer(let name, let value): value.map { [NameValue(name, String($0))] } ?? []
        case .list(let name, let values):
            values.enumerated().map { NameValue("\(name).member.\($0.offset + 1)", $0.element) }
        }
    }
}

/// The answer of a call that has none.
package struct NoResult: XMLAnswer, Equatable {
    package init(_ result: XMLElement) {}
}
