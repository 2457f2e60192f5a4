package import LedgerDomain
package import LedgerValues

/// The images that the containers of a definition ran, where it names them by tags: a tag moves.
package struct PinnedImages: Equatable, Sendable {
    /// By container: the image by digest.
    package private(set) var known: [String: String] = [:]
    /// By container: the image as it is written; nobody knows which one that was.
    package private(set) var unknown: [String: String] = [:]

    /// `images` are known to have run, by container; `own` is the image of the stage's own container.
    package init(_ definition: JSONObject, _ images: [String: String], own: String?, _ stage: StageAdded) {
        let ownContainer = definition.ownContainer(of: stage)
        for (container, written) in definition.containerImages.tagged {
            let image = images[container] ?? (container == ownContainer ? own : nil)
            if let image, ImageName(recorded: image).isPinned {
                known[container] = image
            } else {
                unknown[container] = written
            }
        }
    }

    /// Adds what AWS tells of the containers that are not known yet.
    package mutating func complete(with images: [String: String]) {
        for container in unknown.keys {
            guard let image = images[container] else { continue }
            known[container] = image
            unknown[container] = nil
        }
    }
}
