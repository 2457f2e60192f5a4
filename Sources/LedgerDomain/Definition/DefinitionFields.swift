package import LedgerValues

/// What a task definition says, as AWS has it: all fields, by path.
///
/// Two bodies are the same content where their fields are equal: defaults are filled in, lists are matched by the names
/// of their entries, sealed values are compared by their macs and images by their digests. Family and tags do not count.
package struct DefinitionFields: Equatable, Sendable {
    package private(set) var values: [DefinitionField.Path: DefinitionField.Value] = [:]

    package var sorted: [DefinitionField] {
        values.map { DefinitionField(path: $0.key, value: $0.value) }.sorted { $0.path < $1.path }
    }

    package init() {}

    package init(of definition: JSONObject) {
        add(DefinitionContent(of: definition).body, as: .task, in: nil, below: nil)
    }

    /// The fields that a body has itself, without what AWS adds.
    package static func written(in definition: JSONObject) -> Set<DefinitionField.Path> {
        var fields = DefinitionFields()
        fields.add(DefinitionContent(of: definition, isFilled: false).body, as: .task, in: nil, below: nil)
        return Set(fields.values.keys)
    }

    /// What DescribeTaskDefinition answers and RegisterTaskDefinition does not take; and tags, which can change later.
    package static let ignored = [
        "compatibilities", "deleteRequestedAt", "deregisteredAt", "registeredAt", "registeredBy", "requiresAttributes",
        "revision", "status", "tags", "taskDefinitionArn",
    ]

    package var isEmpty: Bool { values.isEmpty }

    /// Only the images of the containers.
    package var images: DefinitionFields {
        var images = DefinitionFields()
        images.values = values.filter { $0.key.isImage }
        return images
    }

    /// All but the images, as JSON: equal contents have equal texts.
    package var contentWithoutImages: JSONValue {
        .array(
            sorted.filter { !$0.path.isImage }.map { field in
                let path: [String?] = [field.path.container, field.path.member, field.path.entry]
                return .array(path.map { $0.map(JSONValue.string) ?? .null } + [field.value.comparable])
            }
        )
    }
}

// MARK: - Images

extension DefinitionFields {
    /// Says which image ran where the definition names it by a tag.
    ///
    /// That is the image of the container with this name, or else of the only one. Others that name it in the same words
    /// ran the same.
    package mutating func pin(_ image: String, of container: String) {
        let written = images.values
        let named = DefinitionField.Path(container: container, member: "image")
        guard let own = written[named] ?? (written.count == 1 ? written.values.first : nil) else {
            values[named] = .image(DefinitionImage(image))
            return
        }
        guard case .image(let name) = own, name.digest == nil else { return }
        for path in written.keys where written[path] == own { values[path] = .image(DefinitionImage(image)) }
    }
}

extension DefinitionFields {
    /// Says which image ran in the container with this name, where the definition names it by a tag.
    package mutating func pin(_ image: String, at container: String) {
        let path = DefinitionField.Path(container: container, member: "image")
        guard case .image(let name)? = values[path], name.digest == nil else { return }
        values[path] = .image(DefinitionImage(image))
    }
}

// MARK: - Collecting

extension DefinitionFields {
    /// The members of an object are fields of their own.
    private mutating func add(
        _ object: JSONObject,
        as shape: DefinitionShape,
        in container: String?,
        below parent: String?
    ) {
        for member in object.members {
            let name = parent.map { "\($0).\(member.key)" } ?? member.key
            let path = DefinitionField.Path(container: container, member: name)
            add(member.value, shape.members[member.key], at: path)
        }
    }

    private mutating func add(_ value: JSONValue, _ rule: DefinitionShape.Member?, at path: DefinitionField.Path) {
        switch (value, rule) {
        case (.array(let elements), .entries(let keys, let shape)?):
            for (name, entry) in DefinitionShape.named(elements, by: keys) {
                add(entry, named: name, keys, shape, at: path)
            }
        case (.object(let object), .object(let shape)?) where value.sealedMAC == nil:
            add(object, as: shape, in: path.container, below: path.member)
        case (.object(let object), nil) where value.sealedMAC == nil:
            add(object, as: DefinitionShape(), in: path.container, below: path.member)
        case (.string(let text), _) where path.isImage: values[path] = .image(DefinitionImage(text))
        default: values[path] = DefinitionField.Value(value)
        }
    }

    /// An entry without further members has its name as its value.
    private mutating func add(
        _ entry: JSONValue,
        named name: String,
        _ keys: [String],
        _ shape: DefinitionShape,
        at path: DefinitionField.Path
    ) {
        guard var rest = entry.object, entry.sealedMAC == nil else {
            values[path.entry(name)] = DefinitionField.Value(entry)
            return
        }
        for key in keys { rest[key] = nil }
        if path.member == DefinitionField.Path.containers, path.container == nil {
            add(rest, as: shape, in: name, below: nil)
        } else if let value = shape.value.flatMap({ rest[$0] }), rest.count == 1 {
            values[path.entry(name)] = DefinitionField.Value(value)
        } else {
            values[path.entry(name)] = rest.isEmpty ? .plain(name) : DefinitionField.Value(.object(rest))
        }
    }
}

extension DefinitionField.Path {
    fileprivate static let containers = "containerDefinitions"

    fileprivate var isImage: Bool { container != nil && member == "image" && entry == nil }

    fileprivate func entry(_ name: String) -> Self { Self(container: container, member: member, entry: name) }
}

extension DefinitionField.Value {
    fileprivate init(_ value: JSONValue) {
        if let mac = value.sealedMAC {
            self = .sealed(mac: mac)
        } else if let text = value.string {
            self = .plain(text)
        } else {
            let (text, macs) = (CanonicalJSON.text(value.masked), value.macs)
            self = macs.isEmpty ? .plain(text) : .partlySealed(masked: text, macs: macs)
        }
    }

    fileprivate var comparable: JSONValue {
        switch self {
        case .plain(let text): .string(text)
        case .image(let image): .string(image.digest ?? image.name)
        case .sealed(let mac): ["mac": .string(mac)]
        case .partlySealed(let masked, let macs):
            ["masked": .string(masked), "macs": .array(macs.map { .string($0) })]
        }
    }
}
