import LedgerValues

/// An element of an XML answer: no attributes, and names without prefixes, as AWS's query protocol needs no more.
package struct XMLElement: Equatable, Sendable, Concealed {
    package let name: String
    package internal(set) var children: [XMLElement] = []
    package internal(set) var text = ""

    package init(name: String, children: [XMLElement] = [], text: String = "") {
        (self.name, self.children, self.text) = (name, children, text)
    }

    package func first(_ name: String) -> XMLElement? {
        children.first { $0.name == name }
    }

    /// The text of the first child with this name; nil if it is empty.
    func text(_ name: String) -> String? {
        first(name)?.text.nonEmpty
    }

    /// The text of a required child.
    func required(_ name: String) throws(AnswerError) -> String {
        guard let text = text(name) else { throw .missing(name) }
        return text
    }

    func integer(_ name: String) -> Int64? { text(name).flatMap { Int64($0) } }

    /// The elements of a list: `<Name><member>…</member>…</Name>`.
    func list(_ name: String) -> [XMLElement] {
        first(name)?.children.filter { $0.name == "member" } ?? []
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
