import LedgerDomain
import LedgerProcessor
import LedgerTesting
import LedgerValues

@testable import LedgerOperations

/// What may happen in a life.
extension StageLife {
    func live() async throws {
        let isFunction = aws.with(\.isFunction)
        for _ in 0..<Int.random(in: 4...14, using: &random) {
            if isFunction { await functionStep() } else { try await step() }
        }
    }

    private func functionStep() async {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: await deploy()
        case 35..<60: await rollBack()
        case 60..<67: await cancel()
        case 67..<77: await recover(mayDie: true)
        case 77..<90: colleagueUpdates()
        default: proceed()
        }
    }

    private func step() async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<27: await deploy()
        case 27..<41: await rollBack()
        case 41..<47: await cancel()
        case 47..<53: await restart()
        case 53..<58: await scale()
        case 58..<65: await recover(mayDie: true)
        case 65..<73: colleague()
        case 73..<76: colleagueScales()
        case 76..<81: deregister()
        case 81..<85: moveProxy()
        case 85..<91: proceed()
        default: try await deliver(all: false)
        }
    }

    private func deploy() async {
        // Lambda goes back from nothing by itself.
        guard let image = push(isBad: random.chance(35) && !aws.with(\.isFunction)) else { return }
        let digest = digest(of: image)
        var deployment = ImageDeployment(id, image)
        deployment.supersedes = random.chance(30)
        let follows = random.chance(80)
        let isBad = aws.with { $0.images.bad.contains(digest) }
        note("push \(image.tag ?? "") \(digest.suffix(3))\(isBad ? " bad" : "")")
        let act = deployment
        await guarding("deploy \(image.tag ?? "")\(act.supersedes ? " --supersede" : "")", mayDie: random.chance(40)) {
            (ledger, caller) throws(OperationError) in
            try await act.run(ledger, caller, ActSettings(follows: follows))
        }
        if isBad { tried.insert(digest) }
    }

    private func rollBack() async {
        await guarding("rollback", mayDie: random.chance(25)) { [id] (ledger, caller) throws(OperationError) in
            try await Rollback(id).run(ledger, caller, ActSettings())
        }
    }

    private func restart() async {
        await guarding("restart", mayDie: random.chance(40)) { [id] (ledger, caller) throws(OperationError) in
            try await Restart(id).run(ledger, caller, ActSettings())
        }
    }

    private func scale() async {
        let tasks = Int.random(in: 1...4, using: &random)
        await guarding("scale to \(tasks)", mayDie: random.chance(40)) { [id] (ledger, caller) throws(OperationError) in
            try await Scaling(id, ofInstances: false, desired: tasks, minimum: nil, maximum: nil)
                .run(ledger, caller, ActSettings())
        }
    }

    private func cancel() async {
        await guarding("cancel", mayDie: random.chance(25)) { [id] (ledger, caller) throws(OperationError) in
            try await CancelAct(id).run(ledger, caller, ActSettings())
        }
    }

    func recover(mayDie: Bool = false) async {
        await guarding("recover", mayDie: mayDie && random.chance(30)) { [id] (ledger, caller) throws(OperationError) in
            try await .done(Recovery(ledger, caller).run(id, isNamed: false, follows: true))
        }
    }

    /// A colleague tells the service in the console to run another revision, the one before as a rule.
    private func colleague() {
        guard !random.chance(20) else {
            note("a colleague: new tasks")
            return aws.with { $0.restartByColleague() }
        }
        let number = aws.with { world in
            let active = world.definitions.all.filter(\.isActive).map(\.number)
            return active.filter { $0 != world.service.primary.revision }.last ?? 1
        }
        note("a colleague: shop:\(number)")
        aws.with { $0.update(byColleague: number) }
    }

    /// A colleague gives the function an image of the repository, or moves the alias.
    private func colleagueUpdates() {
        let tags = aws.with(\.images.tags).keys.sorted()
        let tag = tags.randomElement(using: &random) ?? ""
        note("a colleague changes the function, or gives it \(tag)")
        aws.with { world in
            let image = "\(MemoryImages.repository)@\(world.images.tags[tag] ?? "")"
            world.function.change(byColleague: image, at: world.clock.tick())
        }
    }

    /// A colleague sets the number of tasks, as a rule back to what it was at first.
    private func colleagueScales() {
        let tasks = random.chance(70) ? 1 : Int64.random(in: 1...4, using: &random)
        note("a colleague: \(tasks) tasks")
        aws.with { $0.scale(to: tasks) }
    }

    /// Somebody else pushes the image of the second container.
    private func moveProxy() {
        note("proxy:stable moves")
        aws.with { $0.images.moveProxy() }
    }

    private func deregister() {
        let number = aws.with { world in
            world.definitions.all.last { $0.isActive && $0.number != world.service.primary.revision }?.number ?? 0
        }
        note("a colleague deregisters shop:\(number)")
        aws.with { $0.definitions.deregister(number) }
    }

    private func proceed() {
        note("time goes by")
        aws.with { $0.proceed() }
    }

    /// Delivers some of the events that AWS has not delivered, in any order, some of them twice.
    func deliver(all: Bool) async throws {
        var (now, later): ([JSONValue], [JSONValue]) = ([], [])
        for event in aws.with({ world in
            defer { world.news = [] }
            return world.news
        }) {
            if all || random.chance(70) { now.append(event) } else { later.append(event) }
            if random.chance(10) { now.append(event) }
        }
        aws.with { [later] in $0.news = later }
        guard !now.isEmpty else { return }
        now.shuffle(using: &random)
        try await ingest(now)
    }

    func ingest(_ events: [JSONValue]) async throws {
        let path = "\(directory)/events.jsonl"
        try EventFile.write(events, to: path)
        note("ingest \(events.count): " + events.map(EventFile.name).joined(separator: ", "))
        await run("ingest") { (ledger, caller) throws(OperationError) in
            var ingestion = try Ingestion(into: ledger, by: caller)
            _ = try ingestion.takeIn([path])
        }
    }

    /// Runs an act that must not send what is known to be bad.
    ///
    /// Unless it is refused, an act replaces what was tried before it. Only `recover` resumes that.
    private func guarding(
        _ name: String,
        mayDie: Bool,
        _ act: @escaping @Sendable (Ledger, Caller) async throws(OperationError) -> ActOutcome
    ) async {
        let before = aws.with { $0.written.count }
        let outcome = await run(name, mayDie: mayDie, act)
        if outcome != nil, name != "recover" { condemned.formUnion(tried) }
        for write in aws.with({ Array($0.written.dropFirst(before)) }) {
            note("  \(write.kind) \(write.digests.map { String($0.suffix(3)) }.joined(separator: " "))")
            let bad = write.digests.filter(condemned.contains)
            guard write.kind != .restart, !bad.isEmpty else { continue }
            fault("\(name) sent \(bad.map { $0.suffix(3) }), which was known to be bad")
        }
        if case .done(let results)? = outcome, results.last?.outcome == .rolledBack { condemned.formUnion(tried) }
    }
}
