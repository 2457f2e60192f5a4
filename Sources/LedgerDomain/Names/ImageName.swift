import LedgerValues

/// An image as people and task definitions write it: `[registry/]repository[:tag][@sha256:…]`.
package struct ImageName: Hashable, Sendable {
    /// The registry's host; nil where none is written.
    package let host: String?
    package let repository: String
    package let tag: String?
    /// `sha256:` and 64 hexadecimal digits in lower case, unless a record has something else.
    package let digest: String?

    /// Checks a name where it enters: nil if no image can have it.
    package init?(_ text: String) {
        self.init(recorded: text)
        guard description == text, isValid else { return nil }
    }

    /// Takes a name that a record or AWS has, whatever it looks like.
    package init(recorded text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        digest = parts.count == 2 ? Self.text(parts[1]) : nil
        var name = parts[0]
        var tag: Substring = ""
        if let colon = name.lastIndex(of: ":"), !name[colon...].contains("/") {
            (tag, name) = (name[name.index(after: colon)...], name[..<colon])
        }
        self.tag = Self.text(tag)
        let first = name.prefix { $0 != "/" }
        let hasHost = first.count < name.count && first.contains { $0 == "." || $0 == ":" }
        host = hasHost ? String(first) : nil
        repository = String(hasHost ? name.dropFirst(first.count + 1) : name)
    }

    /// The image with this digest in a repository of ECR.
    package init(_ repository: String, in registry: Registry, digest: String) {
        self.init(host: registry.ecrHost, repository: repository, tag: nil, digest: digest)
    }

    private init(host: String, repository: String, tag: String?, digest: String?) {
        (self.host, self.repository, self.tag, self.digest) = (host, repository, tag, digest)
    }

    private static func text(_ part: Substring) -> String? { part.isEmpty ? nil : String(part) }
}

extension ImageName: CustomStringConvertible {
    package var description: String {
        location + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }
}

// MARK: - Questions

extension ImageName {
    /// Without tag and digest.
    package var location: String { (host.map { "\($0)/" } ?? "") + repository }

    /// The registry of ECR that the host names; nil for any other host.
    package var registry: Registry? { host.flatMap { Registry(ecrHost: $0) } }

    /// Whether it names one image for ever, by its digest.
    package var isPinned: Bool {
        digest.map(Self.isDigest) == true && !location.isEmpty
    }

    /// For people: the last part of the repository's name, the tag, and twelve digits of the digest.
    package var shortText: String {
        let name = repository.split(separator: "/").last.map(String.init) ?? repository
        let digits = digest.map {
            $0.hasPrefix(Self.algorithm) ? $0.dropFirst(Self.algorithm.count).prefix(12) : $0[...]
        }
        return name + (tag.map { ":\($0)" } ?? "") + (digits.map { "@\($0)" } ?? "")
    }
}

// MARK: - The same image elsewhere

extension ImageName {
    /// With this digest, and without a tag.
    package func pinned(to digest: String) -> String { "\(location)@\(digest)" }

    /// In this registry of ECR, where no host is written.
    package func inECR(_ registry: Registry) -> ImageName {
        guard host == nil else { return self }
        return ImageName(host: registry.ecrHost, repository: repository, tag: tag, digest: digest)
    }

    /// The same image in the repository of `other`, if both are in ECR.
    package func pulled(like other: ImageName?) -> ImageName {
        guard registry != nil, let other, let host = other.host, other.registry != nil else { return self }
        return ImageName(host: host, repository: other.repository, tag: nil, digest: digest)
    }
}

// MARK: - Rules

extension ImageName {
    private static let algorithm = "sha256:"

    /// Whether this is `sha256:` and 64 hexadecimal digits in lower case (OCI image specification, descriptor.md).
    package static func isDigest(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst(algorithm.utf8.count)
        return text.hasPrefix(algorithm) && digits.count == 64 && digits.allSatisfy(\.isLowerHexDigit)
    }

    private var isValid: Bool {
        isPath(repository) && (tag.map(isTag) ?? true) && (host.map(isHost) ?? true)
            && (digest.map(Self.isDigest) ?? true)
    }

    private func isPath(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { $0.isLowerAlphanumeric || "._-/".utf8.contains($0) }
    }

    private func isTag(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { ($0 | 0x20).isLowerAlphanumeric || "._-".utf8.contains($0) }
    }

    private func isHost(_ text: String) -> Bool {
        text.utf8.allSatisfy { ($0 | 0x20).isLowerAlphanumeric || ".-:".utf8.contains($0) }
    }
}

extension UInt8 {
    fileprivate var isLowerAlphanumeric: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || isDigit
    }

    /// A hexadecimal digit as digests and Merkle roots are written.
    var isLowerHexDigit: Bool { isDigit || UInt8(ascii: "a")...UInt8(ascii: "f") ~= self }

    var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}
