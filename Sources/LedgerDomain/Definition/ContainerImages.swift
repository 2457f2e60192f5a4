package import LedgerValues

/// The containers of a task definition, with the image of each.
package struct ContainerImages: Equatable, Sendable {
    package struct Container: Equatable, Sendable {
        package let name: String
        /// As it is written; nil where the definition has none.
        package let image: String?

        /// Whether the image is named by its digest, or there is none.
        package var isPinned: Bool { image.map { ImageName(recorded: $0).isPinned } ?? true }
    }

    package let containers: [Container]
    private let family: String

    package init(of definition: JSONObject) {
        family = definition["family"]?.string ?? "the definition"
        containers = (definition["containerDefinitions"]?.array ?? []).map {
            Container(name: $0["name"]?.string ?? "", image: $0["image"]?.string)
        }
    }

    /// The containers that get a new image.
    ///
    /// Those that are named; otherwise `own`, or the only one, and all that have the same image: a migration beside the
    /// application is released with it.
    package func replaced(named: [String], own: String) throws(CloudError) -> [String] {
        guard named.isEmpty else {
            for name in named { _ = try container(name) }
            return named
        }
        let main = try main(own)
        return containers.filter { $0.name == main.name || $0.hasImage(of: main) }.map(\.name)
    }

    /// The one container that gets an image: the named one; otherwise `own`, or the only one.
    package func main(named: String?, own: String) throws(CloudError) -> String {
        if let named { return try container(named).name }
        return try main(own).name
    }

    private func main(_ own: String) throws(CloudError) -> Container {
        containers.count == 1 ? containers[0] : try container(own)
    }

    /// The images that are named by their digest, by the names of the containers.
    package var pinned: [String: String] {
        containers.reduce(into: [:]) { images, container in
            guard let image = container.image, container.isPinned else { return }
            images[container.name] = image
        }
    }

    /// The images as they are written that are not named by their digest, by the names of the containers: a tag moves.
    package var tagged: [String: String] {
        containers.reduce(into: [:]) { images, container in
            guard let image = container.image, !container.isPinned else { return }
            images[container.name] = image
        }
    }

    /// The images that are not named by their digest, pinned to those of `digests` by container, as far as they are known.
    package func pinned(to digests: [String: String]) -> [String: String] {
        tagged.reduce(into: [:]) { images, container in
            guard let digest = digests[container.key], ImageName.isDigest(digest) else { return }
            images[container.key] = ImageName(recorded: container.value).pinned(to: digest)
        }
    }

    /// The image of `own`, or of the only container.
    package func image(of own: String) -> ImageName? {
        let main = containers.count == 1 ? containers.first : containers.first { $0.name == own }
        return main?.image.flatMap(ImageName.init)
    }

    private func container(_ name: String) throws(CloudError) -> Container {
        if let found = containers.first(where: { $0.name == name }) { return found }
        throw .unusable(
            "\(family) has no container '\(name)', but \(containers.map(\.name).joined(separator: ", "))",
            hint: "--container names the container that gets the image"
        )
    }
}

extension ContainerImages.Container {
    /// Whether both images are one: by digest, or as they are written.
    fileprivate func hasImage(of other: Self) -> Bool {
        guard let image, let otherImage = other.image else { return false }
        let (name, otherName) = (ImageName(recorded: image), ImageName(recorded: otherImage))
        guard let digest = name.digest else { return image == otherImage }
        return digest == otherName.digest && name.location == otherName.location
    }
}

extension JSONObject {
    /// The containers of a task definition, with their images.
    package var containerImages: ContainerImages { ContainerImages(of: self) }

    /// Gives containers of a task definition other images, by their names.
    package mutating func setImages(_ images: [String: String]) {
        guard let containers = self["containerDefinitions"]?.array else { return }
        self["containerDefinitions"] = .array(
            containers.map { value in
                guard var container = value.object, let image = images[container["name"]?.string ?? ""] else {
                    return value
                }
                container["image"] = .string(image)
                return .object(container)
            }
        )
    }
}
