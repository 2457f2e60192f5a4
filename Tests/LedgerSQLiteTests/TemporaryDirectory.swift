import Foundation
import LedgerDomain
import LedgerValues

/// A directory that is removed after its last use.
final class TemporaryDirectory: Sendable {
    let path: String

    init(in parent: String = FileManager.default.temporaryDirectory.path) throws {
        path = "\(parent)/stackledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension UniqueID {
    static let sample = UniqueID(high: 0x0192_F000_0000_7000, low: 0x8000_0000_0000_0001)
}
