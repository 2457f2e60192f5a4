package import LedgerDomain
import LedgerProcessor
import LedgerViews
import LedgerValues

/// What a stage is rolled back to, as the ledger knows it.
struct RollbackTarget {
    /// Nil for a revision of which no deployment is known: what ran before the ledger was begun.
    let version: Int?
    let revision, image, commit: String?
    /// The body of the revision, its values sealed; nil where it was never recorded.
    let definition: JSONObject?
    /// The images by digest that containers ran whose definition names them by tags, by their names.
    let images: [String: String]
    /// What speaks against it by the log.
    let reasons: [RollbackReason]

    /// `text` is what a person named; nil takes the default.
    ///
    /// In the middle of another deployment, which is left, the default is what ran before that one: so far as the ledger
    /// goes it runs still.
    init(_ text: String?, of id: StageID, isLeaving: Bool, _ views: OpenViews) throws(OperationError) {
        if let text, let unrecorded = try Self.unrecorded(text, of: id, views) {
            (version, revision, image, commit, definition, reasons) = (nil, unrecorded, nil, nil, nil, [])
            images = [:]
            return
        }
        let rows = try views.rows(.targets, id.parameters).rows
        let before = isLeaving && text == nil ? rows.first(where: \.isGoodAndRunning) : nil
        let row = if let before { before } else { try Self.row(text, of: id, rows, views) }
        try Self.require(row, of: id, isLeaving: isLeaving)
        version = row.integer("version") ?? 0
        (revision, image, commit) = (row.text("revision"), row.text("image"), row.text("commit"))
        let definitions = Definitions(views)
        definition = try definitions.body(of: revision, in: views.rows(.stage, id.parameters).rows.first)
        images = try definitions.images(of: row, in: definition)
        reasons = row.rollbackReasons
    }

    /// The revision that is meant, where it is one of the stage's family and no deployment of it is known.
    private static func unrecorded(_ text: String, of id: StageID, _ views: OpenViews) throws(OperationError) -> String?
    {
        guard Self.version(text) == nil, !text.hasPrefix("@"),
            case .revision(let revision) = try Reference(text, now: views.now),
            try families(of: id, views).contains(revision.familyName),
            try views.rows(.deploymentsOfRevision, ["revision": .text(revision)]).rows.isEmpty
        else { return nil }
        return revision
    }

    /// The families that a stage's revisions are of: the stage's own, and those that its deployments ran.
    private static func families(of id: StageID, _ views: OpenViews) throws(OperationError) -> Set<String> {
        let stage = try views.ledger.folded(id)
        var families = Set(stage.deployments.compactMap { $0.revision?.familyName })
        if case .ecs(_, _, let family, _)? = stage.definition?.target { families.insert(family) }
        return families
    }

    /// Whether the definition names its image by digest, and those that are known of others: the tags' moves do not matter.
    var isPinned: Bool {
        let containers = definition?["containerDefinitions"]?.array ?? []
        return images.isEmpty
            && image.map { image in containers.contains { $0.object?["image"]?.string == image } } ?? true
    }

    private static func row(
        _ text: String?,
        of id: StageID,
        _ rows: [Row],
        _ views: OpenViews
    ) throws(OperationError) -> Row {
        guard let text else {
            if let row = rows.first(where: { $0.isTrue("is_default") }) { return row }
            try views.require(id)
            throw .refused(.noDefaultTarget(id))
        }
        let written = text.hasPrefix("@") ? "\(id)\(text)" : version(text).map { "\(id)@v\($0)" } ?? text
        let reference = try Reference(written, now: views.now)
        let own = rows.filter { $0.isMeant(by: reference) }
        if let best = own.first(where: \.hasSucceeded) ?? own.first { return best }
        let deployment = try views.deployment(reference, named: text)
        let found = rows.first { $0.integer("version") == deployment.integer("version") }
        guard deployment.stageID == id, let found else {
            throw .missing(.endedDeployment(id, text))
        }
        return found
    }

    /// `v7` or `7`; seven digits and more are a commit's.
    private static func version(_ text: String) -> Int? {
        text.hasPrefix("v") || text.utf8.count < 7 ? Reference.version(text) : nil
    }

    /// Refuses what the log alone decides; what AWS has is AWS's to say.
    private static func require(_ row: Row, of id: StageID, isLeaving: Bool) throws(OperationError) {
        let version = row.integer("version") ?? 0
        guard !row.rollbackReasons.contains(.stageLocked) else {
            throw .refused(.targetLocked(id, version: version))
        }
        guard isLeaving || !row.rollbackReasons.contains(.alreadyRunning) else {
            throw .refused(.alreadyRunning(id, what: .version(version)))
        }
    }
}

extension Row {
    /// Those of a row of `rollback_targets`.
    package var rollbackReasons: [RollbackReason] {
        (json("reasons").array ?? []).compactMap { $0.string.flatMap(RollbackReason.init) }
    }

    /// What runs, and may run again.
    fileprivate var isGoodAndRunning: Bool {
        let reasons = rollbackReasons
        return reasons.contains(.alreadyRunning) && hasSucceeded && !reasons.contains(.markedBad)
    }

    fileprivate var hasSucceeded: Bool { !rollbackReasons.contains(.neverSucceeded) }

    /// Whether a digest or a commit means this deployment: one that went through many stages means each stage's own.
    fileprivate func isMeant(by reference: Reference) -> Bool {
        switch reference {
        case .digest(let digest): text("image")?.contains("@\(digest)") ?? false
        case .commit(let commit): text("commit")?.hasPrefix(commit) ?? false
        case .stage, .version, .back, .time, .revision, .event, .id: false
        }
    }
}
