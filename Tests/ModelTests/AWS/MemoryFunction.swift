import LedgerTesting
import LedgerValues

/// A Lambda function made of an image.
///
/// An update takes a while, in which no other is possible. Each change renews a revision id, which a write can require.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
struct MemoryFunction: Sendable {
    static let arn = "arn:aws:lambda:\(MemoryWorld.region):\(MemoryWorld.account):function:shop"
    static let alias = "live"

    private struct Version: Sendable {
        let image: String
        let description: String
    }

    /// Whether callers use the alias; otherwise the newest code runs.
    let hasAlias: Bool
    private var image: String
    private var versions: [Version] = []
    private var aliased = 1
    private var tags: JSONObject = [:]
    /// The number of changes.
    private var (changes, aliasChanges) = (1, 1)
    private var isUpdating = false
    /// Whether the code has changed since the newest version was published.
    private var isPublished = true
    private var modifiedAt: Int64
    /// Whether somebody else has brought what runs; Lambda tells nobody of that.
    private(set) var isForeign = false

    init(running image: String, hasAlias: Bool, at time: Int64) {
        (self.image, self.hasAlias, modifiedAt) = (image, hasAlias, time)
        if hasAlias { versions = [Version(image: image, description: "")] }
    }

    /// Of what runs; an update that is under way counts.
    var digests: [String] {
        let running = hasAlias ? versions[aliased - 1].image : image
        return [running.split(separator: "@").last.map(String.init) ?? ""]
    }

    mutating func proceed(at time: Int64) {
        guard isUpdating else { return }
        (isUpdating, modifiedAt) = (false, time)
        changes += 1
    }

    /// Somebody else gives it another image, or lets the alias name another version.
    mutating func change(byColleague image: String, at time: Int64) {
        guard hasAlias else {
            isForeign = true
            return update(to: image, at: time)
        }
        guard versions.count > 1 else { return }
        isForeign = true
        aliased = aliased > 1 ? aliased - 1 : versions.count
        aliasChanges += 1
    }

    private mutating func update(to image: String, at time: Int64) {
        (self.image, isUpdating, isPublished, modifiedAt) = (image, true, false, time)
        changes += 1
    }
}

// MARK: - Reads

extension MemoryFunction {
    func describe(_ request: MemoryRequest) -> MemoryAnswer {
        let version = Int(request.text("Qualifier"))
        guard has(version) else { return Self.missing }
        let shown = JSONValue.string(version.map { versions[$0 - 1].image } ?? image)
        return .done([
            "Configuration": .object(configuration(of: version)),
            "Code": ["ImageUri": shown, "ResolvedImageUri": shown], "Tags": .object(tags),
        ])
    }

    func configure(_ request: MemoryRequest) -> MemoryAnswer {
        let version = Int(request.text("Qualifier"))
        return has(version) ? .done(configuration(of: version)) : Self.missing
    }

    func list() -> MemoryAnswer {
        .done(["Versions": .array(versions.indices.map { .object(configuration(of: $0 + 1)) })])
    }

    func showTags() -> MemoryAnswer { .done(["Tags": .object(tags)]) }

    func showAlias() -> MemoryAnswer {
        guard hasAlias else { return Self.missing }
        return .done([
            "AliasArn": .string("\(Self.arn):\(Self.alias)"), "Name": .string(Self.alias),
            "FunctionVersion": .string("\(aliased)"), "RevisionId": .string("alias-\(aliasChanges)"),
        ])
    }

    private func has(_ version: Int?) -> Bool { version.map { versions.indices.contains($0 - 1) } ?? true }

    private func configuration(of version: Int?) -> JSONObject {
        let shown = version.map { versions[$0 - 1] } ?? Version(image: image, description: "")
        var json: JSONObject = [
            "FunctionName": "shop", "PackageType": "Image", "State": "Active",
            "FunctionArn": .string(version.map { "\(Self.arn):\($0)" } ?? Self.arn),
            "Version": .string(version.map(String.init) ?? "$LATEST"), "Description": .string(shown.description),
            "CodeSha256": .string(String(shown.image.suffix(64))),
            "LastModified": .string(Timestamp(microseconds: modifiedAt * 1_000_000).description),
        ]
        json["RevisionId"] = .string(version.map { "version-\($0)" } ?? "function-\(changes)")
        if version == nil { json["LastUpdateStatus"] = isUpdating ? "InProgress" : "Successful" }
        return json
    }

    private static let missing = MemoryAnswer.refused(
        code: "ResourceNotFoundException",
        message: "Function not found.",
        status: 404
    )
}

// MARK: - Writes

extension MemoryFunction {
    private static let outdated = MemoryAnswer.refused(
        code: "PreconditionFailedException",
        message: "The Revision Id provided does not match the latest.",
        status: 412
    )
    private static let busy = MemoryAnswer.refused(
        code: "ResourceConflictException",
        message: "An update is in progress.",
        status: 409
    )

    private func requires(_ request: MemoryRequest, _ revision: String) -> Bool {
        request.text("RevisionId").isEmpty || request.text("RevisionId") == revision
    }

    mutating func updateCode(_ request: MemoryRequest, at time: Int64) -> MemoryAnswer {
        guard !isUpdating else { return Self.busy }
        guard requires(request, "function-\(changes)") else { return Self.outdated }
        update(to: request.text("ImageUri"), at: time)
        if !hasAlias { isForeign = false }
        return .done(configuration(of: nil))
    }

    /// Nothing is published if nothing has changed since the newest version.
    ///
    /// https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
    mutating func publish(_ request: MemoryRequest) -> MemoryAnswer {
        guard !isUpdating else { return Self.busy }
        guard requires(request, "function-\(changes)") else { return Self.outdated }
        if !isPublished || versions.isEmpty {
            versions.append(Version(image: image, description: request.text("Description")))
            isPublished = true
        }
        return .done(configuration(of: versions.count))
    }

    mutating func point(_ request: MemoryRequest) -> MemoryAnswer {
        guard let version = Int(request.text("FunctionVersion")), has(version), hasAlias else { return Self.missing }
        guard requires(request, "alias-\(aliasChanges)") else { return Self.outdated }
        (aliased, isForeign) = (version, false)
        aliasChanges += 1
        return showAlias()
    }

    mutating func tag(_ request: MemoryRequest) -> MemoryAnswer {
        guard !isUpdating else { return Self.busy }
        for tag in request.members["Tags"]?.object?.members ?? [] { tags[tag.key] = tag.value }
        return .done([:])
    }
}
