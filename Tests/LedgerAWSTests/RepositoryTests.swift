import LedgerValues
import Testing

@testable import LedgerAWS

struct `A repository` {
    @Test(
        arguments: [
            ("MUTABLE", [], true), ("IMMUTABLE", [], false), ("IMMUTABLE_WITH_EXCLUSION", ["latest", "pro*"], true),
            ("IMMUTABLE_WITH_EXCLUSION", ["pro", "*x"], false), ("MUTABLE_WITH_EXCLUSION", ["*r*d"], false),
            ("MUTABLE_WITH_EXCLUSION", ["dev"], true),
        ]
    )
    func `says whether a tag may move`(mutability: String, filters: [String], canMove: Bool) throws {
        let repository = try RepositoryDescription([
            "repositoryName": "shop", "imageTagMutability": .string(mutability),
            "imageTagMutabilityExclusionFilters": .array(
                filters.map { ["filterType": "WILDCARD", "filter": .string($0)] }
            ),
        ])
        #expect(repository.canMove(tag: "prod") == canMove)
    }
}
