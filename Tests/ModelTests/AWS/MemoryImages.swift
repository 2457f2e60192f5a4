import LedgerTesting
import LedgerValues

/// The images of the repository `shop`, of which some crash when they start; and one of a registry that nobody can ask.
struct MemoryImages: Sendable {
    static let repository = "\(MemoryWorld.account).dkr.ecr.\(MemoryWorld.region).amazonaws.com/shop"
    /// The image of a second container, by a tag that moves.
    static let proxy = "public.ecr.aws/mesh/proxy:stable"

    private(set) var tags: [String: String] = [:]
    private(set) var bad: Set<String> = []
    private var count = 0
    private var proxies = 0

    /// Pushes a new image.
    mutating func push(as tag: String, isBad: Bool) {
        count += 1
        let digest = Self.digest("0", count)
        tags[tag] = digest
        if isBad { bad.insert(digest) }
    }

    /// Somebody else pushes a new image under the tag of the second container.
    mutating func moveProxy() { proxies += 1 }

    private static func digest(_ filler: String, _ number: Int) -> String {
        let number = String(number, radix: 16)
        return "sha256:" + String(repeating: filler, count: 64 - number.count) + number
    }

    /// What the images of a revision mean now.
    ///
    /// A tag is resolved when a deployment begins, and holds for all its tasks.
    /// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-container-image-stability.html
    func digests(of definition: MemoryDefinition) -> [String] {
        definition.containers.map { container in
            if let digest = container.image.split(separator: "@").dropFirst().first { return String(digest) }
            if container.image == Self.proxy { return Self.digest("f", proxies) }
            return tags[container.image.split(separator: ":").last.map(String.init) ?? ""] ?? "unknown"
        }
    }

    func describe(_ request: MemoryRequest) -> MemoryAnswer {
        var found: [JSONValue] = []
        for id in request.members["imageIds"]?.array ?? [] {
            let digest = id["imageDigest"]?.string ?? id["imageTag"]?.string.flatMap { tags[$0] }
            guard let digest else {
                return .refused(code: "ImageNotFoundException", message: "The image does not exist.")
            }
            let own = tags.filter { $0.value == digest }.keys.sorted()
            found.append(["imageDigest": .string(digest), "imageTags": .array(own.map { .string($0) })])
        }
        return .done(["imageDetails": .array(found)])
    }

    /// The manifest of an image, which names it here.
    func manifests(_ request: MemoryRequest) -> MemoryAnswer {
        let asked = (request.members["imageIds"]?.array ?? []).compactMap { $0["imageDigest"]?.string }
        let images = asked.filter(tags.values.contains).map { digest -> JSONValue in
            ["imageId": ["imageDigest": .string(digest)], "imageManifest": .string("{\"digest\":\"\(digest)\"}")]
        }
        return .done(["images": .array(images)])
    }

    /// Moves a tag to an image that is there.
    mutating func put(_ request: MemoryRequest) -> MemoryAnswer {
        let digest = request.text("imageDigest")
        guard tags.values.contains(digest) else {
            return .refused(code: "LayersNotFoundException", message: "The image does not exist.")
        }
        tags[request.text("imageTag")] = digest
        return .done(["image": ["imageId": ["imageDigest": .string(digest)]]])
    }
}
