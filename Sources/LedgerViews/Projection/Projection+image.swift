import LedgerDomain

extension Projection {
    typealias Repository = (Registry, name: String)

    func apply(_ type: EventType.Image, _ repository: Repository, _ fact: Fact) throws(ProjectionError) {
        switch type {
        case .pushed: try push(repository, fact)
        case .tagged: try tag(repository, fact)
        case .deleted: try delete(repository, fact)
        case .scanned: try scan(repository, fact)
        }
    }

    private func push(_ repository: Repository, _ fact: Fact) throws(ProjectionError) {
        let tags = try fact.texts("tags")
        var row = try image(repository, fact)
        try row.push(from: fact)
        try point(tags, at: &row, fact)
        try images.put(row, at: fact.position)
    }

    /// The image itself may be unknown; if it was deleted before, it is back.
    private func tag(_ repository: Repository, _ fact: Fact) throws(ProjectionError) {
        let tag = try fact.text("tag")
        var row = try image(repository, fact)
        let before = row
        try point([tag], at: &row, fact)
        if row != before { try images.put(row, at: fact.position) }
    }

    private func point(_ tags: [String], at row: inout Row<ImageColumn>, _ fact: Fact) throws(ProjectionError) {
        let ends = try imageEnds.all(of: row.key)
        let moved = try tagRows(tags, of: row, ends, fact)
        if !ends.isEmpty { row.settle(ends, try self.tags(of: row) + moved, pushedAt: fact.time) }
        for tag in moved { try imageTags.put(tag, at: fact.position) }
    }

    /// Without a tag in the event, the image is deleted with all its tags; otherwise the image goes with its last tag.
    private func delete(_ repository: Repository, _ fact: Fact) throws(ProjectionError) {
        let tag = try fact.optionalText("tag").text ?? ""
        let why = try fact.optionalText("why")
        var row = try image(repository, fact)
        var ends = try imageEnds.all(of: row.key)
        if let time = fact.time.text { ends[tag] = max(ends[tag] ?? "", time) }
        let tags = try self.tags(of: row)
        let gone = tags.filter { $0.isDeleted(by: ends) }
        row.settle(ends, tags.filter { !$0.isDeleted(by: ends) }, pushedAt: .null)
        if row[.deletedAt] == fact.time { row[.deletedWhy] = why }
        try imageEnds.insert(row.key, tag: tag, at: fact.time)
        try images.put(row, at: fact.position)
        for tag in gone { try imageTags.remove(tag.key, at: fact.position) }
    }

    private func scan(_ repository: Repository, _ fact: Fact) throws(ProjectionError) {
        var row = try image(repository, fact)
        row.learn(.scanStatus, try fact.optionalText("status"))
        row.learn(.scanFindings, fact.json("findings"))
        try images.put(row, at: fact.position)
    }

    /// The row of the event's image, or a new one.
    private func image(_ repository: Repository, _ fact: Fact) throws(ProjectionError) -> Row<ImageColumn> {
        let (registry, name) = repository
        let digest = try fact.text("digest")
        let key = RowKey(digest, registry.account, registry.region, name)
        return try images.current(key) ?? Row(registry, name, digest)
    }

    /// The tags that point to the image.
    private func tags(of image: Row<ImageColumn>) throws(ProjectionError) -> [Row<ImageTagColumn>] {
        try imageTags.all(
            where: "digest = ? AND account = ? AND region = ? AND repository = ? ORDER BY tag",
            image.key.cells
        )
    }

    /// The tags that the event points at the image, without those that were pointed elsewhere or deleted later.
    private func tagRows(
        _ tags: [String],
        of image: Row<ImageColumn>,
        _ ends: [String: String],
        _ fact: Fact
    ) throws(ProjectionError) -> [Row<ImageTagColumn>] {
        var rows: [Row<ImageTagColumn>] = []
        for tag in tags {
            var row = Row<ImageTagColumn>()
            (row[.account], row[.region]) = (image[.account], image[.region])
            (row[.repository], row[.tag]) = (image[.repository], .text(tag))
            (row[.digest], row[.taggedAt]) = (image[.digest], fact.time)
            if row.isDeleted(by: ends) { continue }
            if let known = try imageTags.current(row.key), known.outweighs(row) { continue }
            rows.append(row)
        }
        return rows
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

    /// ECR reports a new tag as a push, so the image was pushed at the time of the first one, or of the first after its
    /// deletion.
    fileprivate mutating func push(from fact: Fact) throws(ProjectionError) {
        learn(.size, try fact.optionalInteger("size"))
        learn(.commit, try fact.optionalText("commit"))
        guard let pushed = fact.time.text else { return }
        let isBack = self[.deletedAt].text.map { $0 < pushed } ?? false
        if isBack || (self[.pushedAt].text.map { pushed < $0 } ?? true) {
            (self[.pushedAt], self[.pushedBy]) = (fact.time, fact.actor)
        }
    }

    /// Works out whether the image is there, from when it and its tags were deleted and the tags that it has now.
    ///
    /// A push makes a deleted image present again, unless it is the older fact.
    fileprivate mutating func settle(
        _ ends: [String: String],
        _ tags: [Row<ImageTagColumn>],
        pushedAt: Cell
    ) {
        let pushes = [self[.pushedAt].text, pushedAt.text] + tags.map { $0[.taggedAt].text }
        let end = tags.isEmpty ? ends.values.max() : ends[""]
        if let end, end >= pushes.compactMap(\.self).max() ?? "" {
            (self[.status], self[.deletedAt]) = (.text("deleted"), .text(end))
        } else {
            (self[.status], self[.deletedAt], self[.deletedWhy]) = (.text("present"), .null, .null)
        }
    }
}

extension Row<ImageTagColumn> {
    /// Whether it was pointed later, or says the same.
    fileprivate func outweighs(_ other: Self) -> Bool {
        guard let time = self[.taggedAt].text, let otherTime = other[.taggedAt].text else { return false }
        return self[.digest] == other[.digest] ? time >= otherTime : time > otherTime
    }

    /// Whether it, or its whole image, was deleted at this time or later.
    fileprivate func isDeleted(by ends: [String: String]) -> Bool {
        guard let tag = self[.tag].text, let time = self[.taggedAt].text else { return false }
        return [ends[tag], ends[""]].contains { $0.map { time <= $0 } ?? false }
    }
}
