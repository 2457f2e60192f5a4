package import LedgerDomain
package import LedgerValues

/// What a person names: `shop/prod@v7`, `shop/prod~1`, `family:42`, `sha256:…`, `#1234`, a commit.
package enum Reference: Equatable, Sendable {
    /// What runs now.
    case stage(StageID)
    case version(StageID, Int)
    /// What ran so many deployments before what runs now.
    case back(StageID, Int)
    /// What ran then.
    case time(StageID, Timestamp)
    case revision(String)
    /// `sha256:` and at least the beginning of the digits.
    case digest(String)
    case event(Int)
    case commit(String)
    /// Whatever has this UUID: a deployment, an action, an event.
    case id(UniqueID)

    package init(_ text: String, now: Timestamp) throws(OperationError) {
        if text.hasPrefix("#"), let position = Int(text.dropFirst()), position > 0 {
            self = .event(position)
        } else if let id = UniqueID(text) {
            self = .id(id)
        } else if text.hasPrefix("sha256:") {
            self = .digest(try Self.checkedDigest(text))
        } else if text.contains("/"), !text.contains(":") || text.contains("@") {
            self = try Self.stageReference(text, now: now)
        } else if let revision = Self.revisionName(text) {
            self = .revision(revision)
        } else if (4...64).contains(text.utf8.count), text.utf8.allSatisfy({ $0.hexDigit != nil }) {
            self = .commit(text.lowercased())
        } else {
            throw Self.failure(text)
        }
    }

    private static func stageReference(_ text: String, now: Timestamp) throws(OperationError) -> Reference {
        if let at = text.firstIndex(of: "@") {
            let id = try StageID(argument: String(text[..<at]))
            let what = String(text[text.index(after: at)...])
            if let version = version(what) { return .version(id, version) }
            return .time(id, try TimeText.read(what, now: now))
        }
        if let tilde = text.firstIndex(of: "~") {
            let steps = text[text.index(after: tilde)...]
            guard let count = steps.isEmpty ? 1 : Int(steps), count >= 0 else { throw failure(text) }
            return .back(try StageID(argument: String(text[..<tilde])), count)
        }
        return .stage(try StageID(argument: text))
    }

    /// `v7` or `7`; `v0` is what ran before the ledger.
    package static func version(_ text: String) -> Int? {
        let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
        if digits == "0" { return 0 }
        guard digits.utf8.count <= 9, let version = Int(digits), version >= 1 else { return nil }
        return version
    }

    /// `family:42`; the family may be part of an ARN.
    private static func revisionName(_ text: String) -> String? {
        let name = text.split(separator: "/").last.map(String.init) ?? text
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let number = Int(parts[1]), number >= 1 else { return nil }
        return name
    }

    private static func checkedDigest(_ text: String) throws(OperationError) -> String {
        let digits = text.dropFirst("sha256:".count)
        guard (4...64).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0.hexDigit != nil }) else {
            throw failure(text)
        }
        return text.lowercased()
    }

    private static func failure(_ text: String) -> OperationError { .input(.notAReference(text)) }
}
