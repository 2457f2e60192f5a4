import LedgerDomain
import LedgerValues
import LedgerSystem

/// What a deploy's new revision is a copy of: what the stage runs, another revision, or a file.
enum DefinitionSource {
    case running
    /// `family:N`, or a family for its newest active revision; `place` is where an ARN says that it is.
    case revision(String, place: Registry?)
    /// What RegisterTaskDefinition takes, or what the AWS CLI prints of a revision.
    case file(JSONObject)

    init(_ text: String?) throws(OperationError) {
        guard let text else {
            self = .running
            return
        }
        if let arn = ARN(text) {
            guard arn.service == "ecs", arn.resource.hasPrefix("task-definition/") else {
                throw .input(.definitionNotRevision(arn: text))
            }
            self = .revision(ARN.lastName(of: text), place: arn.registry)
        } else if Self.isRevision(text) {
            self = .revision(text, place: nil)
        } else {
            self = try Self.file(text)
        }
    }

    private static func isRevision(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), !text.contains("/") else { return false }
        let number = text[text.index(after: colon)...]
        return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
    }

    /// Whether a family can have this name.
    private static func isFamily(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// A file, or a family where no file has its name.
    private static func file(_ path: String) throws(OperationError) -> DefinitionSource {
        let bytes: [UInt8]
        do { bytes = try SmallFile.read(path).bytes } catch {
            if isFamily(path) { return .revision(path, place: nil) }
            throw .missing(.definitionFile(path: path, reason: error.reason))
        }
        return .file(try definition(bytes, in: path))
    }

    /// Version 1 of the AWS CLI prints times as fractions; they are among what AWS adds, and left out.
    private static func definition(_ bytes: [UInt8], in path: String) throws(OperationError) -> JSONObject {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        guard let object = try? JSONReader.value(text, numbers: .fractionsAsText).object else {
            throw .input(.definitionNotJSON(path: path))
        }
        var definition = object["taskDefinition"]?.object ?? object
        if let tags = object["tags"], definition["tags"] == nil { definition["tags"] = tags }
        for name in DefinitionMembers.described { definition[name] = nil }
        guard definition["containerDefinitions"]?.array?.isEmpty == false else {
            throw .input(.definitionWithoutContainers(path: path))
        }
        let unknown = DefinitionMembers.unknown(in: definition)
        guard unknown.isEmpty else { throw .input(.definitionMembersUnknown(path: path, names: unknown)) }
        return definition
    }
}
