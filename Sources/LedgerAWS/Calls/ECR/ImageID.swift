import LedgerValues

/// An image of a repository: by digest, or by a tag, which may move.
package enum ImageID: Hashable, Sendable {
    case digest(String)
    case tag(String)

    var json: JSONValue {
        switch self {
        case .digest(let digest): ["imageDigest": .string(digest)]
        case .tag(let tag): ["imageTag": .string(tag)]
        }
    }
}
