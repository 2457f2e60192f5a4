import LedgerDomain
import LedgerValues

@testable import LedgerCommands
@testable import LedgerOperations

/// An error of each kind, as a person is told it.
enum ErrorExamples {
    static let stage = StageID(StackName(rawValue: "shop"), StageName(rawValue: "prod"))
    static let id = UniqueID(high: 0x0197_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let time = Timestamp(microseconds: 1_795_833_600_000_000)

    /// With a heading above those of each kind.
    static var text: String {
        groups.map { title, failures in "== \(title)\n" + failures.map { "\($0.line)\n" }.joined() }.joined(
            separator: "\n"
        )
    }

    private static var groups: [(String, [Failure])] {
        [
            ("arguments", usage.map { .usage($0) } + input.map { Failure(.input($0)) }),
            ("commands", commands.map { Failure($0) }),
            ("not found", missing.map { Failure(.missing($0)) }),
            ("refused", refusals.map { Failure(.refused($0)) }),
            ("rejected", rejections.map { Failure(.rejected($0)) }),
            ("deployments", endings.compactMap(\.failure)),
            ("operations", others.map { Failure($0) }),
            ("AWS", clouds.map { Failure(.cloud($0)) }),
            ("the log", logs.map { Failure(.log($0)) }),
            ("the views", views.map { Failure(.views($0)) }),
            ("keys", keys.map { Failure(.keys($0)) }),
            ("sealed values", sealing.map { Failure(.sealing($0)) } + unsealing.map { Failure($0) }),
            ("proofs", proving.map { Failure(.proving($0)) }),
            ("backups and imports", keeping.map { Failure(.keeping($0)) }),
        ]
    }
}
