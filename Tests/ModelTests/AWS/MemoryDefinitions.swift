import LedgerTesting
import LedgerValues

/// A revision of the family `shop`.
struct MemoryDefinition: Sendable {
    let number: Int
    let body: JSONObject
    let tags: [JSONValue]
    let registeredAt: Int64
    var isActive = true

    var name: String { "shop:\(number)" }
    var arn: String { "arn:aws:ecs:\(MemoryWorld.region):\(MemoryWorld.account):task-definition/\(name)" }

    var containers: [(name: String, image: String)] {
        (body["containerDefinitions"]?.array ?? []).map { ($0["name"]?.string ?? "", $0["image"]?.string ?? "") }
    }

    /// All but the images: what of it a deployment copies.
    var frame: JSONValue {
        var frame = body
        frame["containerDefinitions"] = .array(
            (body["containerDefinitions"]?.array ?? []).map { container in
                var container = container.object ?? [:]
                container["image"] = nil
                return .object(container)
            }
        )
        return .object(frame)
    }

    /// The action that a tag of the program names.
    var action: String {
        tags.first { $0["key"]?.string == "stackledger:action" }?["value"]?.string ?? ""
    }

    var json: JSONObject {
        var json = body
        json["taskDefinitionArn"] = .string(arn)
        json["revision"] = .integer(Int64(number))
        json["status"] = isActive ? "ACTIVE" : "INACTIVE"
        json["registeredAt"] = .integer(registeredAt)
        return json
    }
}

/// The revisions of the family `shop`.
struct MemoryDefinitions: Sendable {
    private(set) var all: [MemoryDefinition] = []

    subscript(number: Int) -> MemoryDefinition? { all.first { $0.number == number } }

    /// By ARN, `shop:N`, or the family's name alone.
    func found(_ name: String) -> MemoryDefinition? {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return last == "shop" ? all.last { $0.isActive } : all.first { $0.name == last }
    }

    /// Adds the defaults that AWS adds to a container.
    ///
    /// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    mutating func register(_ request: JSONObject, at time: Int64) -> MemoryDefinition {
        var body = request
        body["tags"] = nil
        body["containerDefinitions"] = .array(
            (request["containerDefinitions"]?.array ?? []).map { container in
                var container = container.object ?? [:]
                if container["cpu"] == nil { container["cpu"] = 0 }
                if container["essential"] == nil { container["essential"] = true }
                for name in ["environment", "mountPoints", "portMappings", "volumesFrom"] where container[name] == nil {
                    container[name] = []
                }
                return .object(container)
            }
        )
        let made = MemoryDefinition(
            number: all.count + 1,
            body: body,
            tags: request["tags"]?.array ?? [],
            registeredAt: time
        )
        all.append(made)
        return made
    }

    mutating func deregister(_ number: Int) {
        for index in all.indices where all[index].number == number { all[index].isActive = false }
    }

    func describe(_ request: MemoryRequest) -> MemoryAnswer {
        guard let found = found(request.text("taskDefinition")) else {
            return .refused(code: "ClientException", message: "Unable to describe task definition.")
        }
        return .done(["taskDefinition": .object(found.json), "tags": .array(found.tags)])
    }

    func list(_ request: MemoryRequest) -> MemoryAnswer {
        let found = all.filter { $0.isActive == (request.text("status") != "INACTIVE") }.reversed()
        return .done(["taskDefinitionArns": .array(found.map { .string($0.arn) })])
    }
}
