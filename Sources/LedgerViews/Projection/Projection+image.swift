import LedgerDomain

extension Projection {
    typealias Repository = (Registry, name: String)

    func apply(_ type: EventType.Image, _ repository: Repository, _ fact: Fact) throws(ProjectionError) {
        switch type {
        case .pushed: try push(repository, fact)
        case .tagged: try tag(repository, [try fact.text("tag")], fact)
        case .deleted: try update(repository, fact) { row throws(ProjectionError) in try row.delete(from: fact) }
        case .scanned: try update(repository, fact) { row throws(ProjectionError) in try row.scan(from: fact) }
        }
    }

    private func push(_ repository: Repository, _ fact: Fact) throws(ProjectionError) {
        let tags = try fact.texts("tags")
        try update(repository, fact) { row throws(ProjectionError) in try row.push(from: fact) }
        try tag(repository, tags, fact)
    }

    private func update(
        _ repository: Repository,
        _ fact: Fact,
        _ change: (inout Row<ImageColumn>) throws(ProjectionError) -> Void
    ) throws(ProjectionError) {
        let (registry, name) = repository
        let digest = try fact.text("digest")
        let key = RowKey(digest, registry.account, registry.region, name)
        var row = try images.current(key) ?? Row(registry, name, digest)
        try change(&row)
        try images.put(row, at: fact.position)
    }

    /// Points tags at the digest, unless they were pointed elsewhere later.
    private func tag(_ repository: Repository, _ tags: [String], _ fact: Fact) throws(ProjectionError) {
        let (registry, name) = repository
        let digest = Cell.text(try fact.text("digest"))
        for tag in tags {
            var row = Row<ImageTagColumn>()
            (row[.account], row[.region]) = (.text(registry.account), .text(registry.region))
            (row[.repository], row[.tag]) = (.text(name), .text(tag))
            (row[.digest], row[.taggedAt]) = (digest, fact.time)
            if let known = try imageTags.current(row.key), known.outweighs(row) { continue }
            try imageTags.put(row, at: fact.position)
        }
    }
}

extension Row<ImageColumn> {
    fileprivate init(_ registry: Registry, _ repository: String, _ digest: String) {
        self.init()
        (self[.account], self[.region]) = (.text(registry.account), .text(registry.region))
        (self[.repository], self[.digest]) = (.text(repository), .text(digest))
        self[.image] = .text(ImageName(repository, in: registry, digest: digest).description)
        self[.status] = .text("present")
    }

    /// A push makes a deleted image present again, unless it is the older fact.
    ///
    /// ECR reports a new tag as a push, so the image was pushed at the time of the first one.
    fileprivate mutating func push(from fact: Fact) throws(ProjectionError) {
        learn(.size, try fact.optionalInteger("size"))
        learn(.commit, try fact.optionalText("commit"))
        guard let pushed = fact.time.text else { return }
        let isBack = self[.deletedAt].text.map { $0 < pushed } ?? false
        if isBack || (self[.pushedAt].text.map { pushed < $0 } ?? true) {
            (self[.pushedAt], self[.pushedBy]) = (fact.time, fact.actor)
        }
        if isBack { (self[.status], self[.deletedAt], self[.deletedWhy]) = (.text("present"), .null, .null) }
    }

    fileprivate mutating func delete(from fact: Fact) throws(ProjectionError) {
        let why = try fact.optionalText("why")
        if let pushed = self[.pushedAt].text, let deleted = fact.time.text, deleted < pushed { return }
        (self[.status], self[.deletedAt], self[.deletedWhy]) = (.text("deleted"), fact.time, why)
    }

    fileprivate mutating func scan(from fact: Fact) throws(ProjectionError) {
        learn(.scanStatus, try fact.optionalText("status"))
        learn(.scanFindings, fact.json("findings"))
    }
}

extension Row<ImageTagColumn> {
    /// Whether it says the same, or was pointed later.
    fileprivate func outweighs(_ other: Self) -> Bool {
        if self[.digest] == other[.digest] { return true }
        guard let time = self[.taggedAt].text, let otherTime = other[.taggedAt].text else { return false }
        return time > otherTime
    }
}
