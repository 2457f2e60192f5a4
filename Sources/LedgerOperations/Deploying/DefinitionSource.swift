import LedgerAWS
import LedgerDomain
import LedgerValues
import LedgerSystem

/// What a deploy's new revision is a copy of: what the stage runs, another revision, or a file.
enum DefinitionSource {
    case running
    /// `family:N`.
    case revision(String)
    /// What RegisterTaskDefinition takes, or DescribeTaskDefinition answers.
    case file(JSONObject)

    init(_ text: String?) throws(OperationError) {
        guard let text else {
            self = .running
            return
        }
        self = try Self.isRevision(text) ? .revision(text) : .file(Self.read(text))
    }

    private static func isRevision(_ text: String) -> Bool {
        guard let colon = text.lastIndex(of: ":"), !text.contains("/") else { return false }
        let number = text[text.index(after: colon)...]
        return !number.isEmpty && number.allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func read(_ path: String) throws(OperationError) -> JSONObject {
        let bytes: [UInt8]
        do { bytes = try SmallFile.read(path).bytes } catch {
            throw .missing(.definitionFile(path: path, reason: error.reason))
        }
        guard let object = try? JSONReader.value(bytes).object else {
            throw .input(.definitionNotJSON(path: path))
        }
        var definition = object["taskDefinition"]?.object ?? object
        if let tags = object["tags"], definition["tags"] == nil { definition["tags"] = tags }
        for name in TaskDefinition.addedByAWS { definition[name] = nil }
        guard definition["containerDefinitions"]?.array?.isEmpty == false else {
            throw .input(.definitionWithoutContainers(path: path))
        }
        return definition
    }
}

extension DefinitionSource {
    /// Puts itself into a request.
    func fill(_ request: inout DeploymentRequest, running: String, _ stage: StageAdded) throws(OperationError) {
        switch self {
        case .running: request.changes.base = running
        case .revision(let revision): request.changes.base = revision
        case .file(let definition):
            guard case .ecs(_, _, let family, _) = stage.target else { return }
            if let other = definition["family"]?.string, other != family {
                throw .refused(.otherFamily(stage.id, found: other, expected: family))
            }
            request.changes.definition = definition
        }
    }
}
