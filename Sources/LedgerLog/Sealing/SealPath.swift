import LedgerDomain

/// The location of a sealed value.
package struct SealPath: Hashable, Sendable {
    /// The task definition's family and the container's name; empty if there is none.
    package let family, container: String
    /// The variable's name, or the path of another value: `command[3]`, `dockerLabels.com.example.key`.
    package let name: String

    package init(family: String, container: String, name: String) {
        (self.family, self.container, self.name) = (family, container, name)
    }

    /// The associated data of a value that is sealed here, in an account and region if it belongs to one.
    func bytes(in registry: Registry?) -> [UInt8] {
        Self.bytes([registry?.account ?? "", registry?.region ?? "", family, container, name])
    }

    /// The associated data of earlier versions: with fewer parts, it is never that of a newer value.
    var earlierBytes: [UInt8] { Self.bytes([family, container, name]) }

    /// The parts with their lengths, so that different paths give different bytes.
    private static func bytes(_ parts: [String]) -> [UInt8] {
        parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) }
    }
}

extension SealPath: CustomStringConvertible {
    package var description: String {
        let parts = [family, container].filter { !$0.isEmpty }
        return parts.isEmpty ? name : "\(parts.joined(separator: "/")): \(name)"
    }
}
