import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import LedgerViews

@testable import LedgerCommands
@testable import LedgerOperations

/// What must hold whatever happened, once all is quiet and all events are in.
extension StageLife {
    func check() async throws {
        try await calmDown()
        try checkWrites()
        guard try !isInDoubt else { return note("in doubt: a person has to look") }
        try checkWhatRuns()
        try await checkDefaultTarget()
    }

    private func calmDown() async throws {
        for _ in 0..<4 {
            aws.with { $0.proceed() }
            await recover()
            try await deliver(all: true)
        }
    }

    private var records: [Record] {
        get throws {
            let log = try Ledger(directory, for: .reading).log()
            return try log.records(after: 0, limit: 5_000).map { try $0.read() }
        }
    }

    private var isInDoubt: Bool {
        get throws {
            let folded = try Ledger(directory, for: .reading).folded(id)
            guard let open = folded.blockingDeployment else { return false }
            let process = try Ledger(directory, for: .reading).process(open.id, of: id)
            return process.plan.contains { process.action(for: $0)?.standing.isInDoubt == true }
        }
    }

    /// Each call is carried out once at most, unless the log says that this is in doubt.
    private func checkWrites() throws {
        var intended: [String: Int] = [:]
        for record in try records where record.type == "action.intended.v1" {
            if let operation = record.data["operation"]?.string, let what = Self.change(record.data["request"]) {
                intended["\(operation) \(what)", default: 0] += 1
            }
            guard record.data["operation"]?.string == "UpdateService" else { continue }
            let request = record.data["request"]
            let revision = request?["taskDefinition"]?.string?.split(separator: "/").last.map(String.init)
            let tasks = request?["desiredCount"]?.integer.map { "\($0) tasks" }
            intended[tasks ?? revision ?? "restart", default: 0] += 1
        }
        var done: [String: Int] = [:]
        for write in aws.with(\.written) {
            switch write.kind {
            case .register(let action): done["registration \(action)", default: 0] += 1
            case .update(let revision): done[revision, default: 0] += 1
            case .restart: done["restart", default: 0] += 1
            case .scale(let tasks): done["\(tasks) tasks", default: 0] += 1
            case .function(let operation, let what): done["\(operation) \(what)", default: 0] += 1
            case .stop: break
            }
        }
        for (what, count) in done where count > intended[what, default: 1] {
            fault("\(what) was sent \(count) times, and intended \(intended[what, default: 1])")
        }
    }

    /// What a request changes of a function.
    private static func change(_ request: JSONValue?) -> String? {
        guard request?["FunctionName"] != nil else { return nil }
        return ["ImageUri", "Description", "FunctionVersion"].compactMap { request?[$0]?.string }.joined()
    }

    /// What `status` says is what AWS runs; a ledger that has seen no deployment knows nothing of it.
    private func checkWhatRuns() throws {
        guard try records.contains(where: { $0.type.hasPrefix("deployment.") }) else { return }
        // Nothing tells the ledger what somebody else does to a function.
        guard !aws.with({ $0.isFunction && $0.function.isForeign }) else { return }
        let views = try Ledger(directory, for: .reading).views()
        let rows = try views.rows(.stages, ["stack": .null]).rows
        guard rows.count == 1, let row = rows.first else { return fault("\(rows.count) rows in stages") }
        let image = row.text("running_image").flatMap { ImageName(recorded: $0).digest }
        let (says, runs) = (try digests(own: image, views), aws.with(\.digests))
        guard says != runs.map(Optional.some) else { return }
        fault("status says \(says.map { $0?.suffix(3) ?? "?" }), AWS runs \(runs.map { $0.suffix(3) })")
    }

    /// The digests of both containers that run, by the log: in the definition, or as AWS has told them.
    private func digests(own: String?, _ views: OpenViews) throws -> [String?] {
        if aws.with(\.isFunction) { return [own] }
        let run = try views.rows(.running, id.parameters).rows.first
        let stage = try views.rows(.stage, id.parameters).rows.first
        let body = try Definitions(views).body(of: run?.text("revision"), in: stage)
        let proxy = body?.containerImages.pinned["proxy"] ?? run?.json("container_images")["proxy"]?.string
        return [own, proxy.flatMap { ImageName(recorded: $0).digest }]
    }

    /// What `targets` offers by default changes what runs, when it is carried out, and its undo brings that back.
    private func checkDefaultTarget() async throws {
        let views = try Ledger(directory, for: .reading).views()
        let rows = try views.rows(.targets, id.parameters).rows
        guard let row = rows.first(where: { $0.isTrue("is_default") }), let target = row.integer("version") else {
            return
        }
        let before = aws.with(\.digests)
        let outcome = await run("the default target") { [id] (ledger, caller) throws(OperationError) in
            try await Rollback(id).run(ledger, caller, ActSettings())
        }
        guard case .done(let results)? = outcome, let result = results.last, result.outcome == .succeeded else {
            return
        }
        let after = aws.with(\.digests)
        if before == after { fault("rollback to v\(target) changed nothing") }
        try await checkUndo(of: result, back: before)
    }

    private func checkUndo(of result: DeploymentResult, back before: [String]) async throws {
        let words = result.text.split(separator: "\n").last.map { $0.split(separator: " ").map(String.init) } ?? []
        guard words.first == "undo:", words.count == 5, words[2] == "rollback" else { return note("no undo") }
        await run("undo: rollback \(words[4])") { [id] (ledger, caller) throws(OperationError) in
            try await Rollback(id, to: words[4]).run(ledger, caller, ActSettings())
        }
        let after = aws.with(\.digests)
        if after != before, !aws.with({ [before] in before.contains(where: $0.images.bad.contains) }) {
            fault("undo \(words[4]) did not undo: \(before) was, \(after) is")
        }
    }
}
