import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues

/// Short notation for events of one stage, at minutes of one day.
struct Story {
    private(set) var drafts: [EventDraft] = []
    private var random = SeededRandom(seed: 1)
    private let stage = "stage/shop/prod"

    static func time(_ minute: Int) -> Timestamp {
        Timestamp(microseconds: 1_767_225_600_000_000).advanced(bySeconds: Int64(minute) * 60)
    }

    static func image(_ letter: String) -> String {
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api@\(digest(letter))"
    }

    static func digest(_ letter: String) -> String { "sha256:" + String(repeating: letter, count: 64) }

    init() {
        add("stage.added", ["account": "123456789012", "region": "us-east-1", "target": ["kind": "ecs"]], at: 0)
    }

    mutating func add(_ type: String, _ data: JSONObject, at minute: Int, to subject: String? = nil) {
        let time = Self.time(minute)
        drafts.append(
            EventDraft(
                id: random.id(at: time),
                type: "\(type).v1",
                subject: subject ?? stage,
                time: time,
                actor: "mia",
                data: data
            )
        )
    }

    /// A complete deployment that takes effect, or ends otherwise, at `minute`.
    mutating func deploy(
        _ version: Int,
        _ letter: String,
        _ kind: String = "deploy",
        _ end: String = "succeeded",
        revision: String? = nil,
        from: Int? = nil,
        target: String? = nil,
        running: String? = nil,
        at minute: Int
    ) {
        var request = identity(version)
        request["kind"] = .string(kind)
        request["from"] = from.map { .integer(Int64($0)) }
        var changes: JSONObject = [:]
        changes["running"] = running.map { .string($0) }
        changes["asked"] = target.map { ["target": .string($0)] }
        if !changes.isEmpty { request["changes"] = .object(changes) }
        request["image"] = .string(Self.image(letter))
        add("deployment.requested", request, at: minute - 2)
        var start = identity(version)
        start["revision"] = .string(revision ?? "shop:\(letter)")
        add("deployment.started", start, at: minute - 1)
        add("deployment.\(end)", identity(version), at: minute)
    }

    mutating func mark(_ version: Int, _ mark: String, at minute: Int) {
        var data = identity(version)
        (data["mark"], data["reason"]) = (.string(mark), "seen")
        add("deployment.marked", data, at: minute)
    }

    func identity(_ version: Int) -> JSONObject {
        [
            "deployment": .string(UniqueID(high: 5, low: UInt64(version)).description),
            "version": .integer(Int64(version)),
        ]
    }
}
