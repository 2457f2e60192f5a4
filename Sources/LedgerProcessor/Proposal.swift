package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// An event that somebody proposes: without the members that the ledger adds or can work out.
package struct Proposal: Equatable, Sendable {
    /// With or without its version: `stage.added` means the newest version.
    package var type: String
    /// Nil when `data` names the stream.
    package var subject: String?
    package var time: Timestamp?
    package var actor: String?
    package var data: JSONObject

    package init(
        type: String,
        subject: String? = nil,
        time: Timestamp? = nil,
        actor: String? = nil,
        data: JSONObject
    ) {
        self.type = type
        self.subject = subject
        self.time = time
        self.actor = actor
        self.data = data
    }

    package init(_ event: LedgerEvent, in stream: StreamName) {
        self.init(type: event.type.rawValue, subject: stream.description, data: event.data)
    }
}

/// Why a proposal cannot be read.
package enum ProposalError: Error, Equatable, Sendable {
    case notAnObject
    case unknownMember(String)
    case invalidMember(String, wanted: String)
    case missing(String)
    case unknownType(String)
    /// Neither `subject` nor `data` names the stream.
    case noStream
    case streamDiffers(subject: String, data: String)
    case wrongStream(type: String, subject: String)
    case wire(WireError)
    case tooLarge(bytes: Int)
    case tooDeep
}

extension Proposal {
    private static let members = ["actor", "data", "subject", "time", "type"]

    /// Reads a line of the input of `record`.
    package init(json: JSONValue) throws(ProposalError) {
        guard case .object(let object) = json else { throw .notAnObject }
        for member in object.members where !Self.members.contains(member.key) { throw .unknownMember(member.key) }
        do {
            self.init(
                type: try object.required("type"),
                subject: try object.optional("subject"),
                time: try object.optional("time"),
                actor: try object.optional("actor"),
                data: try object.optional("data") ?? [:]
            )
        } catch {
            throw ProposalError(envelope: error)
        }
    }
}

extension ProposalError {
    /// An error in an attribute, not in `data`.
    fileprivate init(envelope error: WireError) {
        switch error {
        case .missing(let name): self = .missing(name)
        case .invalid(let name, let wanted): self = .invalidMember(name, wanted: wanted)
        case .unknownType(let type): self = .unknownType(type)
        }
    }
}

extension ProposalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAnObject: "not a JSON object"
        case .unknownMember(let name): "unknown member '\(name)'; an event has type, subject, time, actor and data"
        case .invalidMember(let name, let wanted): "'\(name)' must be \(wanted)"
        case .missing(let name): "no '\(name)'"
        case .unknownType(let type): "unknown event type '\(type)'"
        case .noStream: "no 'subject', and data does not name the stream"
        case .streamDiffers(let subject, let data): "subject '\(subject)' differs from the stream of data, '\(data)'"
        case .wrongStream(let type, let subject): "'\(type)' does not belong in '\(subject)'"
        case .wire(let error): error.description
        case .tooLarge(let bytes): "an event of \(bytes) bytes; the maximum is \(Record.largest)"
        case .tooDeep: "JSON nested deeper than \(JSONReader.deepest - 1) levels"
        }
    }
}
