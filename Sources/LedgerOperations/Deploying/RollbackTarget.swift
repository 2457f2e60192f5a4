package import LedgerDomain
import LedgerProcessor
import LedgerViews
import LedgerValues

/// What a stage is rolled back to, as the ledger knows it.
struct RollbackTarget {
    /// Nil for a revision of which no deployment is known.
    let version: Int?
    let revision, commit: String?
    private(set) var image: String?
    /// The body of the revision, its values sealed; nil where it was never recorded.
    private(set) var definition: JSONObject?
    /// The images by digest that containers ran whose definition names them by tags, by their names.
    private(set) var images: [String: String] = [:]
    /// What speaks against it by the log.
    let reasons: [RollbackReason]

    /// What has to be known of a stage to choose a target.
    struct Situation {
        /// Whether another deployment that AWS has begun is left in its middle.
        ///
        /// The default is what ran before that one: so far as the ledger goes it runs still.
        var isLeaving = false
        /// What AWS runs, where the log says otherwise.
        var running: RunningContents?
        /// Whether a person has overridden what can be overridden.
        var isForced = false
        /// Versions that are not taken by default.
        var passed: Set<Int> = []
    }

    /// `text` is what a person named; nil takes the default.
    init(_ text: String?, of id: StageID, in situation: Situation, _ views: OpenViews) throws(OperationError) {
        if let text, let unrecorded = try Self.unrecorded(text, of: id, views) {
            (version, revision, commit, image, reasons) = (nil, unrecorded, nil, nil, [])
            return
        }
        var rows = try views.rows(.targets, id.parameters).rows
        if let running = situation.running { rows = rows.judged(by: running) }
        if situation.running != nil || !situation.passed.isEmpty { rows.chooseDefault(except: situation.passed) }
        let before = situation.isLeaving && text == nil ? rows.first(where: \.isGoodAndRunning) : nil
        let row = if let before { before } else { try Self.row(text, of: id, rows, views) }
        try Self.require(row, of: id, situation)
        version = row.integer("version") ?? 0
        (revision, image, commit) = (row.text("revision"), row.text("image"), row.text("commit"))
        let definitions = Definitions(views)
        definition = try definitions.body(of: revision, in: views.rows(.stage, id.parameters).rows.first)
        images = try definitions.images(of: row, in: definition)
        reasons = row.rollbackReasons
    }

    /// An image that no deployment brought, and the function's version that has it.
    init(unrecorded image: String, version: String?) {
        (self.version, revision, commit, reasons) = (nil, version, nil, [])
        self.image = image
    }

    /// The revision that is meant, where it is one of the stage's family and no deployment of it is known.
    private static func unrecorded(_ text: String, of id: StageID, _ views: OpenViews) throws(OperationError) -> String?
    {
        guard Self.version(text) == nil, !text.hasPrefix("@"),
            case .revision(let revision) = try Reference(text, now: views.now),
            try families(of: id, views).contains(revision.familyName),
            try !views.rows(.deploymentsOfRevision, ["revision": .text(revision)]).rows.contains(where: {
                $0.stageID == id
            })
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

    private static func row(
        _ text: String?,
        of id: StageID,
        _ rows: [Row],
        _ views: OpenViews
    ) throws(OperationError) -> Row {
        guard let text else {
            if let row = rows.first(where: { $0.isTrue("is_default") }) { return row }
            try views.require(id)
            throw .refused(.noDefaultTarget(id, unsent: try unsent(of: id, views.ledger)))
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

    /// The newest deployment, if it was given up, or is still open, and AWS has begun nothing of it.
    private static func unsent(of id: StageID, _ ledger: Ledger) throws(OperationError) -> Int? {
        guard let newest = try ledger.folded(id).deployments.last,
            newest.isOpen || newest.phase == .ended(.cancelled)
        else { return nil }
        let process = try ledger.process(newest.id, of: id)
        return process.plan.isEmpty || process.mayHaveBegun ? nil : newest.version
    }

    /// `v7` or `7`; seven digits and more are a commit's.
    private static func version(_ text: String) -> Int? {
        text.hasPrefix("v") || text.utf8.count < 7 ? Reference.version(text) : nil
    }

    /// Refuses what the log alone decides; what AWS has is AWS's to say.
    private static func require(_ row: Row, of id: StageID, _ situation: Situation) throws(OperationError) {
        let version = row.integer("version") ?? 0
        guard situation.isForced || !row.rollbackReasons.contains(.stageLocked) else {
            throw .refused(.targetLocked(id, version: version))
        }
        guard situation.isLeaving || !row.rollbackReasons.contains(.alreadyRunning) else {
            throw .refused(.alreadyRunning(id, what: .version(version)))
        }
    }
}

// MARK: - Images

extension RollbackTarget {
    /// The images that its containers ran, where its definition names them by tags.
    func pinnedImages(of stage: StageAdded) -> PinnedImages {
        PinnedImages(definition ?? [:], images, own: image, stage)
    }

    /// Whether the definition names all images by digest, one of them the image that ran.
    var isPinned: Bool {
        guard let images = definition?.containerImages, images.tagged.isEmpty else { return false }
        return image.map(images.pinned.values.contains) ?? true
    }

    /// Adds what AWS knows of the revision.
    mutating func take(_ seen: SeenRevision, _ stage: StageAdded) {
        if definition == nil { definition = seen.definition }
        images.merge(seen.images) { known, _ in known }
        if image == nil { image = definition?.ownContainer(of: stage).flatMap { images[$0] } }
    }
}

extension [Row] {
    /// Rollback targets, the newest first, judged by what AWS runs instead of what the log says.
    fileprivate func judged(by running: RunningContents) -> [Row] {
        let contents = Set(filter { $0.isContent(running) }.map { $0["content"] })
        return map { row in
            var row = row
            var reasons = row.rollbackReasons.filter { $0 != .alreadyRunning }
            if contents.contains(row["content"]) { reasons.insert(.alreadyRunning, at: 0) }
            row["reasons"] = .text(CanonicalJSON.text(.array(reasons.map { .string($0.rawValue) })))
            return row
        }
    }

    /// The newest that nothing speaks against, and that is not `passed`.
    fileprivate mutating func chooseDefault(except passed: Set<Int>) {
        let chosen = firstIndex { row in
            !row.rollbackReasons.contains { $0.weight == .skip } && !passed.contains(row.integer("version") ?? 0)
        }
        choose(chosen)
    }
}

extension Row {
    /// Those of a row of `rollback_targets`.
    package var rollbackReasons: [RollbackReason] {
        (json("reasons").array ?? []).compactMap { $0.string.flatMap(RollbackReason.init) }
    }

    /// Whether the deployment ran what AWS runs.
    fileprivate func isContent(_ running: RunningContents) -> Bool {
        switch running {
        case .service(let service): return text("revision") == service.revision
        case .function(let function):
            guard let digest = function.image.flatMap({ ImageName(recorded: $0).digest }) else { return false }
            return text("image").map { ImageName(recorded: $0).digest == digest } ?? false
        }
    }

    /// Whether a revision, a digest or a commit means this deployment: one that went through many stages means each
    /// stage's own.
    fileprivate func isMeant(by reference: Reference) -> Bool {
        switch reference {
        case .revision(let revision): text("revision") == revision
        case .digest(let digest): text("image")?.contains("@\(digest)") ?? false
        case .commit(let commit): text("commit")?.hasPrefix(commit) ?? false
        case .stage, .version, .back, .time, .event, .id: false
        }
    }
}
