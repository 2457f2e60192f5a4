import LedgerValues

/// An image as people and task definitions write it: `[registry/]repository[:tag][@sha256:…]`.
package struct ImageName: Equatable, Sendable {
    /// A registry of ECR.
    package struct Registry: Equatable, Sendable {
        package let account, region: String
    }

    /// The registry's host; nil where none is written.
    package let host: String?
    package let repository: String
    package let tag: String?
    /// `sha256:` and 64 hexadecimal digits.
    package let digest: String?

    /// Fails for what cannot be an image's name.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        var name = parts[0]
        digest = parts.count == 2 ? String(parts[1]) : nil
        if let digest, !Self.isDigest(digest) { return nil }
        var tag: Substring?
        if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
            (tag, name) = (name[name.index(after: colon)...], name[..<colon])
        }
        self.tag = tag.map(String.init)
        let first = name.prefix { $0 != "/" }
        let hasHost = first.count < name.count && first.contains { $0 == "." || $0 == ":" }
        host = hasHost ? String(first) : nil
        repository = String(hasHost ? name.dropFirst(first.count + 1) : name)
        guard Self.isPath(repository), tag.map({ Self.isTag($0) }) ?? true, host.map(Self.isHost) ?? true else {
            return nil
        }
    }

    private init(host: String, repository: String, tag: String?, digest: String?) {
        (self.host, self.repository, self.tag, self.digest) = (host, repository, tag, digest)
    }

    /// In this registry of ECR, where no host is written.
    package func inECR(account: String, region: String) -> ImageName {
        guard host == nil else { return self }
        let suffix = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        return ImageName(
            host: "\(account).dkr.ecr.\(region).\(suffix)",
            repository: repository,
            tag: tag,
            digest: digest
        )
    }

    /// The same image where `other` is pulled from, if both are in ECR.
    package func pulled(like other: ImageName?) -> ImageName {
        guard registry != nil, let other, let host = other.host, other.registry != nil else { return self }
        return ImageName(host: host, repository: other.repository, tag: nil, digest: digest)
    }

    /// The registry of ECR that the host names; nil for any other host.
    package var registry: Registry? {
        let labels = (host ?? "").split(separator: ".").map(String.init)
        guard labels.count >= 6, labels[1] == "dkr", labels[2] == "ecr", labels[4] == "amazonaws" else { return nil }
        return Registry(account: labels[0], region: labels[3])
    }

    /// Without tag and digest.
    package var location: String { (host.map { "\($0)/" } ?? "") + repository }

    private static func isDigest(_ text: String) -> Bool {
        let digits = text.dropFirst("sha256:".count)
        return text.hasPrefix("sha256:") && digits.utf8.count == 64 && digits.utf8.allSatisfy { $0.hexDigit != nil }
    }

    private static func isPath(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { $0.isLowerAlphanumeric || "._-/".utf8.contains($0) }
    }

    private static func isTag(_ text: Substring) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { ($0 | 0x20).isLowerAlphanumeric || "._-".utf8.contains($0) }
    }

    private static func isHost(_ text: String) -> Bool {
        text.utf8.allSatisfy { ($0 | 0x20).isLowerAlphanumeric || ".-:".utf8.contains($0) }
    }
}

extension ImageName: CustomStringConvertible {
    package var description: String {
        location + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }
}

extension UInt8 {
    fileprivate var isLowerAlphanumeric: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
