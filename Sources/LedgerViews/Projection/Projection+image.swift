extension Projection {
    func apply(
        _ change: ImageChange,
        _ home: Home,
        repository: String,
        _ fact: Fact
    ) throws(ProjectionError) {
        switch change {
        case .pushed: try push(home, repository, fact)
        case .tagged: try tag(home, repository, [try fact.text("tag")], fact)
        case .deleted: try update(home, repository, fact) { row throws(ProjectionError) in try row.delete(from: fact) }
        case .archived: try update(home, repository, fact) { row in row.archive() }
        case .scanned: try update(home, repository, fact) { row throws(ProjectionError) in try row.scan(from: fact) }
        }
    }

    private func push(_ home: Home, _ repository: String, _ fact: Fact) throws(ProjectionError) {
        let tags = try fact.texts("tags")
        try update(home, repository, fact) { row throws(ProjectionError) in try row.push(from: fact) }
        try tag(home, repository, tags, fact)
    }

    private func update(
        _ home: Home,
        _ repository: String,
        _ fact: Fact,
        _ change: (inout Row<ImageColumn>) throws(ProjectionError) -> Void
    ) throws(ProjectionError) {
        let digest = try fact.text("digest")
        let key = RowKey(digest, home.account, home.region, repository)
        var row = try images.current(key) ?? Row(home, repository, digest)
        try change(&row)
        try images.put(row, at: fact.position)
    }

    /// Points tags at the digest, unless they were pointed elsewhere later.
    private func tag(
        _ home: Home,
        _ repository: String,
        _ tags: [String],
        _ fact: Fact
    ) throws(ProjectionError) {
        let digest = Cell.text(try fact.text("digest"))
        for tag in tags {
            var row = Row<ImageTagColumn>()
            (row[.account], row[.region]) = (.text(home.account), .text(home.region))
            (row[.repository], row[.tag]) = (.text(repository), .text(tag))
            (row[.digest], row[.taggedAt]) = (digest, fact.time)
            if let known = try imageTags.current(row.key), known.outweighs(row) { continue }
            try imageTags.put(row, at: fact.position)
        }
    }
}

extension Row<ImageColumn> {
    fileprivate init(_ home: Home, _ repository: String, _ digest: String) {
        self.init()
        (self[.account], self[.region]) = (.text(home.account), .text(home.region))
        (self[.repository], self[.digest]) = (.text(repository), .text(digest))
        let domain = home.region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        self[.image] = .text("\(home.account).dkr.ecr.\(home.region).\(domain)/\(repository)@\(digest)")
        self[.status] = .text("present")
    }

    /// A push makes a deleted image present again, unless it is the older fact.
    ///
    /// ECR tells of a new tag as of a push, so of several pushes the first is when the image came.
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

    fileprivate mutating func archive() {
        if self[.status] == .text("present") { self[.status] = .text("archived") }
    }

    fileprivate mutating func scan(from fact: Fact) throws(ProjectionError) {
        learn(.scanStatus, try fact.optionalText("status"))
        learn(.scanFindings, fact.json("findings"))
    }
}

extension Row<ImageTagColumn> {
    /// Is as new, or says the same.
    fileprivate func outweighs(_ other: Self) -> Bool {
        if self[.digest] == other[.digest] { return true }
        guard let time = self[.taggedAt].text, let otherTime = other[.taggedAt].text else { return false }
        return time > otherTime
    }
}
