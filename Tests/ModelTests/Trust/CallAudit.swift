import LedgerDomain
import LedgerLog
import LedgerValues

@testable import LedgerOperations

/// Compares the calls that were sent with what the processor wrote down, and with what the log and AWS say.
struct CallAudit {
    private let life: StageLife
    private let before: Int
    private let frames: Set<String>

    /// What is sent from now on.
    init(_ life: StageLife) {
        self.life = life
        before = life.aws.writes.count
        frames = Self.frames(life)
    }

    /// The bodies that AWS shows, but for the images.
    private static func frames(_ life: StageLife) -> Set<String> {
        life.aws.with { world in Set(world.definitions.all.map { CanonicalJSON.text($0.frame) }) }
    }

    private var sent: [MemoryRequest] { Array(life.aws.writes.dropFirst(before)) }

    /// What is wrong; `shown` are the calls that a person was shown and took over.
    func faults(mayCall: Bool, shown: [RecordedCall]) throws -> [String] {
        let sent = sent
        if !mayCall { return sent.map { "\($0.operation) without an act" } }
        var faults = try unintended(shown: shown)
        for request in sent { faults += try misplaced(request).map { "\(request.operation) for \($0)" } }
        if !shown.isEmpty {
            faults += sent.filter { call in !shown.contains { call.isAs($0) } }.map { "\($0.operation) was not shown" }
        } else {
            let new = Self.frames(life).subtracting(frames)
            faults += new.map { "a body that AWS did not show: \($0)" }
        }
        return faults
    }

    /// The calls, of all that were ever sent, that the processor has not written down first.
    private func unintended(shown: [RecordedCall]) throws -> [String] {
        let log = try Ledger(life.directory, for: .reading).log()
        let keys = ActKeys(try Ledger(life.directory, for: .reading).keys.ring(), ledger: log.ledger)
        let records = try log.records(after: 0, limit: 5_000).map { try $0.read() }
        let adopted = Set(
            records.filter { $0.type == EventType.deployment(.adopted).rawValue && keys.isOwn($0) }.map(\.deployment)
        )
        var intended: [String: Int] = [:]
        for record in records where record.type == EventType.action(.intended).rawValue {
            guard keys.isOwn(record) || adopted.contains(record.deployment) else { continue }
            intended[record.data["operation"]?.string ?? "", default: 0] += 1
        }
        return life.aws.writes.compactMap { request in
            intended[request.operation, default: 0] -= 1
            return intended[request.operation] ?? 0 < 0 ? "\(request.operation) that was not written down" : nil
        }
    }

    /// Where a call goes that is not where the log has the stage.
    private func misplaced(_ request: MemoryRequest) throws -> [String] {
        let stage = try Ledger(life.directory, for: .reading).folded(life.id).definition
        guard case .ecs(let cluster, let service, let family, _)? = stage?.target else { return ["no service"] }
        // AWS runs a revision of the family `shop`, whatever family the log has now.
        let place = [
            ("cluster", [cluster]), ("service", [service]), ("family", [family, "shop"]), ("repositoryName", ["shop"]),
            ("registryId", [MemoryWorld.account]), ("imageTag", [life.id.stage.rawValue]),
        ]
        let others = place.compactMap { member, own -> String? in
            let found = request.text(member).split(separator: "/").last.map(String.init)
            return found.map(own.contains) ?? true ? nil : found
        }
        return others + (request.host.contains(".\(stage?.region ?? "").") ? [] : [request.host])
    }
}

extension Record {
    fileprivate var deployment: String { data["deployment"]?.string ?? "" }
}

extension MemoryRequest {
    /// Whether this is the call that was shown: all of its members, and what the program adds to find it again.
    fileprivate func isAs(_ shown: RecordedCall) -> Bool {
        shown.what.hasSuffix(" \(operation)")
            && members.members.allSatisfy { $0.key == "tags" || shown.request[$0.key] == $0.value }
    }
}
