import LedgerValues

/// A task definition as AWS has it: what the body leaves out is filled in, what makes no difference is left out.
///
/// So a body as it was sent and as AWS describes it have the same content.
struct DefinitionContent {
    private(set) var body: JSONObject

    /// With `isFilled` false, members that nobody wrote stay away.
    init(of definition: JSONObject, isFilled: Bool = true) {
        body = definition
        for name in DefinitionFields.ignored + ["family"] { body[name] = nil }
        completeNetwork(isFilled)
        completeSize()
        body = Self.completed(body, as: .task, isFilled)
    }
}

// MARK: - Rules for several members

extension DefinitionContent {
    private enum Mode {
        /// PortMapping, hostPort: the container's port in these modes.
        static let withOwnPorts: Set = ["awsvpc", "host"]
    }

    /// RegisterTaskDefinition, networkMode: bridge by default; Fargate takes nothing but awsvpc.
    ///
    /// PortMapping, hostPort: left out or 0, it is the container's port or, with bridge, 0 for any free one. A range of
    /// ports has none. PortMapping, protocol: tcp by default.
    private mutating func completeNetwork(_ isFilled: Bool) {
        let types = body["requiresCompatibilities"]?.array ?? []
        let mode = body["networkMode"]?.string ?? (types.contains("FARGATE") ? "awsvpc" : "bridge")
        if isFilled { body["networkMode"] = .string(mode) }
        body.change(each: "containerDefinitions") { container in
            container.change(each: "portMappings") { port in
                if port["protocol"]?.string == nil { port["protocol"] = "tcp" }
                guard let number = port["containerPort"], !number.isNull else { return }
                let host = port["hostPort"] ?? .null
                guard host.isNull || host == 0 else { return }
                port["hostPort"] = Mode.withOwnPorts.contains(mode) ? number : 0
            }
        }
    }

    /// RegisterTaskDefinition, cpu and memory: `1 vCPU` becomes `1024`, and `2 GB` becomes `2048`.
    private mutating func completeSize() {
        for (member, unit) in [("cpu", "vcpu"), ("memory", "gb")] {
            guard let text = body[member]?.plainText, body[member]?.isNull == false else { continue }
            let word = text.lowercased()
            let number = word.hasSuffix(unit) ? Double(word.dropLast(unit.count).filter { $0 != " " }) : nil
            // A text that is no size says what it says.
            let size = number.flatMap { Int(exactly: ($0 * 1_024).rounded()) }
            body[member] = .string(size.map { "\($0)" } ?? text)
        }
    }
}

extension JSONObject {
    /// Changes every object of a list.
    fileprivate mutating func change(each member: String, _ change: (inout JSONObject) -> Void) {
        guard let elements = self[member]?.array else { return }
        self[member] = .array(
            elements.map { element in
                guard var object = element.object else { return element }
                change(&object)
                return .object(object)
            }
        )
    }
}

// MARK: - The table's rules

extension DefinitionContent {
    private static func completed(_ object: JSONObject, as shape: DefinitionShape, _ isFilled: Bool) -> JSONObject {
        var completed: JSONObject = [:]
        for member in object.members {
            guard let value = self.completed(member.value, shape.members[member.key], isFilled),
                value != shape.assumed[member.key]
            else { continue }
            completed[member.key] = value
        }
        for (name, value) in shape.added where isFilled && completed[name] == nil { completed[name] = value }
        return completed
    }

    /// Nil for a value that is as good as none: null, and an empty list or object.
    private static func completed(
        _ value: JSONValue,
        _ member: DefinitionShape.Member?,
        _ isFilled: Bool
    ) -> JSONValue? {
        if value.sealedMAC != nil { return value }
        switch value {
        case .null: return nil
        case .bool, .integer, .string: return value
        case .object(let object):
            var shape = DefinitionShape()
            if case .object(let known)? = member { shape = known }
            let completed = completed(object, as: shape, isFilled)
            return object.isEmpty || completed.isEmpty ? nil : .object(completed)
        case .array(let elements): return elements.isEmpty ? nil : .array(completed(elements, member, isFilled))
        }
    }

    private static func completed(
        _ elements: [JSONValue],
        _ member: DefinitionShape.Member?,
        _ isFilled: Bool
    ) -> [JSONValue] {
        switch member {
        case .entries(let keys, let shape)?:
            let entries = elements.map { entry in
                entry.object.map { .object(completed($0, as: shape, isFilled)) } ?? entry
            }
            return DefinitionShape.named(entries, by: keys).sorted { $0.name < $1.name }.map(\.entry)
        case .set?: return elements.sorted { $0.plainText < $1.plainText }
        case .object?, nil: return elements.map { completed($0, nil, isFilled) ?? $0 }
        }
    }
}
