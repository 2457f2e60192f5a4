package import LedgerValues

/// All fields of a task definition's body, sorted by path.
///
/// Containers, environment variables and secrets are matched by name and ports by number, so their order makes no
/// difference. Members that AWS adds when it registers a body are left out.
package struct DefinitionFields: Equatable, Sendable {
    package private(set) var values: [DefinitionField.Path: DefinitionField.Value] = [:]

    package var sorted: [DefinitionField] {
        values.map { DefinitionField(path: $0.key, value: $0.value) }.sorted { $0.path < $1.path }
    }

    package init() {}

    /// `text` writes values that are not strings.
    package init(of definition: JSONObject, text: (JSONValue) -> String) {
        for member in definition.members where !Self.addedByAWS.contains(member.key) {
            if member.key == "containerDefinitions" {
                for container in member.value.array ?? [] { addContainer(container, text) }
            } else if member.key != "family" {
                add(member.value, at: DefinitionField.Path(container: nil, member: member.key), text)
            }
        }
    }

    /// Replaces a container's image with the image that it really was, by digest.
    package mutating func pinImage(_ image: String, of container: String) {
        values[DefinitionField.Path(container: container, member: "image")] = .plain(image)
    }

    package var isEmpty: Bool { values.isEmpty }

    /// Only the images of the containers.
    package var images: DefinitionFields {
        var images = DefinitionFields()
        images.values = values.filter { $0.key.member == "image" && $0.key.entry == nil }
        return images
    }

    private static let addedByAWS: Set = [
        "compatibilities", "deregisteredAt", "registeredAt", "registeredBy", "requiresAttributes", "revision", "status",
        "tags", "taskDefinitionArn",
    ]
}

// MARK: - Collecting

extension DefinitionFields {
    private mutating func addContainer(_ container: JSONValue, _ text: (JSONValue) -> String) {
        let name = container["name"]?.string ?? ""
        for member in container.object?.members ?? [] where member.key != "name" {
            let path = DefinitionField.Path(container: name, member: member.key)
            switch member.key {
            case "environment": addEntries(member.value, at: path, value: "value", text)
            case "secrets": addEntries(member.value, at: path, value: "valueFrom", text)
            case "portMappings": for port in member.value.array ?? [] { addPort(port, at: path, text) }
            default: add(member.value, at: path, text)
            }
        }
    }

    /// A list of objects with a name and a value each.
    private mutating func addEntries(
        _ list: JSONValue,
        at path: DefinitionField.Path,
        value: String,
        _ text: (JSONValue) -> String
    ) {
        for entry in list.array ?? [] {
            let place = DefinitionField.Path(
                container: path.container,
                member: path.member,
                entry: entry["name"]?.string ?? ""
            )
            add(entry[value] ?? .null, at: place, text)
        }
    }

    private mutating func addPort(_ port: JSONValue, at path: DefinitionField.Path, _ text: (JSONValue) -> String) {
        let number = port["containerPort"]?.integer.map(String.init) ?? "?"
        let entry = "\(number)/\(port["protocol"]?.string ?? "tcp")"
        var rest = port.object ?? [:]
        for member in ["containerPort", "protocol"] { rest[member] = nil }
        let place = DefinitionField.Path(container: path.container, member: path.member, entry: entry)
        // A port without other members has itself as its value.
        add(rest.isEmpty ? .string(entry) : .object(rest), at: place, text)
    }

    /// The members of an object are fields of their own; a list is one field, because its order may matter.
    private mutating func add(_ value: JSONValue, at path: DefinitionField.Path, _ text: (JSONValue) -> String) {
        if let mac = value.sealedMAC {
            values[path] = .sealed(mac: mac)
            return
        }
        switch value {
        case .null: return
        case .string(let string): values[path] = .plain(string)
        case .object(let object) where path.entry == nil && !object.isEmpty:
            for member in object.members {
                let place = DefinitionField.Path(container: path.container, member: "\(path.member).\(member.key)")
                add(member.value, at: place, text)
            }
        case .array(let elements) where elements.isEmpty: return
        case .bool, .integer, .array, .object:
            let macs = value.macs
            values[path] = macs.isEmpty ? .plain(text(value)) : .partlySealed(masked: text(value.masked), macs: macs)
        }
    }
}
