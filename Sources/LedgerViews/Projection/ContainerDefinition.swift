import LedgerDomain
import LedgerLog
import LedgerValues

/// One container of a task definition's body, as far as the views show it.
struct ContainerDefinition {
    private let ordinal: Int
    private let body: JSONValue
    private let name: String

    /// Unreadable when a container has no name.
    static func all(in fact: Fact) throws(ProjectionError) -> [ContainerDefinition] {
        guard let definition = try fact.inside("definition") else { return [] }
        var all: [ContainerDefinition] = []
        for (index, body) in try definition.array("containerDefinitions").enumerated() {
            guard let name = body["name"]?.string else { throw .unreadable("a container without a name") }
            all.append(ContainerDefinition(ordinal: index + 1, body: body, name: name))
        }
        return all
    }

    func row(of revision: RowKey) -> Row<ContainerColumn> {
        var row = Row<ContainerColumn>()
        (row[.revision], row[.account], row[.region]) = (revision.cells[0], revision.cells[1], revision.cells[2])
        (row[.container], row[.ordinal]) = (.text(name), .integer(Int64(ordinal)))
        let image = body["image"]?.string
        let name = image.map(ImageName.init(recorded:))
        (row[.image], row[.digest], row[.tag]) = (Cell(image), Cell(name?.digest), Cell(name?.tag))
        (row[.cpu], row[.memory]) = (Cell(body["cpu"]?.integer), Cell(body["memory"]?.integer))
        row[.memoryReservation] = Cell(body["memoryReservation"]?.integer)
        row[.essential] = .integer(body["essential"]?.bool == false ? 0 : 1)
        row[.environment] = .text(CanonicalJSON.text(.array(environment)))
        row[.secrets] = .text(CanonicalJSON.text(.object(secrets)))
        row[.ports] = .text(CanonicalJSON.text(body["portMappings"] ?? .array([])))
        return row
    }

    /// Only the names: values are sealed, and a view shows none.
    private var environment: [JSONValue] {
        (body["environment"]?.array ?? []).compactMap { $0["name"] }
    }

    private var secrets: JSONObject {
        JSONObject(
            (body["secrets"]?.array ?? []).compactMap { secret in
                guard let name = secret["name"]?.string, let source = secret["valueFrom"] else { return nil }
                return (name, source)
            }
        )
    }
}
