import LedgerValues

/// The form of members that mean the same in every event, checked when an event is recorded.
///
/// Records are read without these rules: rules change, records must not.
private enum MemberRule: String {
    case account, acknowledgedRoot, digest, image, previous, region, restoredRoot, revision, stack, stage

    func allows(_ text: String) -> Bool {
        switch self {
        case .account: text.utf8.count == 12 && text.utf8.allSatisfy(\.isDigit)
        case .region:
            !text.isEmpty && text.utf8.allSatisfy { $0.isDigit || $0.isSmallLetter || $0 == UInt8(ascii: "-") }
        case .digest, .previous: ImageName.isDigest(text)
        case .acknowledgedRoot, .restoredRoot: text.utf8.count == 64 && text.utf8.allSatisfy(\.isLowerHexDigit)
        case .image: ImageName(recorded: text).isPinned && !text.contains(" ")
        case .revision: Self.isRevision(text)
        case .stack: (try? StackName(checking: text)) != nil
        case .stage: (try? StageName(checking: text)) != nil
        }
    }

    var wanted: String {
        switch self {
        case .account: "an AWS account, 12 digits"
        case .region: "an AWS region, such as eu-west-1"
        case .digest, .previous: "a digest, sha256: and 64 hexadecimal digits in lower case"
        case .acknowledgedRoot, .restoredRoot: "a Merkle root, 64 hexadecimal digits in lower case"
        case .image: "an image in full, registry/repository@sha256:…"
        case .revision: "family:N, or the version of a Lambda function"
        case .stack: "the name of a stack"
        case .stage: "the name of a stage"
        }
    }

    private static func isRevision(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let number = parts.last else { return false }
        let isNumber = number.utf8.allSatisfy(\.isDigit) && !number.isEmpty && !number.hasPrefix("0")
        return (isNumber || number == "$LATEST") && (parts.count == 1 || !parts[0].isEmpty && !parts[0].contains(" "))
    }
}

extension UInt8 {
    fileprivate var isSmallLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self }
}

extension JSONObject {
    /// Checks the members of `data` that mean the same in every event; null counts as absent.
    package func checkMembers() throws(Rejection) {
        for member in members where !member.value.isNull {
            guard let rule = MemberRule(rawValue: member.key) else { continue }
            guard let text = member.value.string, rule.allows(text) else {
                throw .invalidMember(member.key, wanted: rule.wanted)
            }
        }
    }

    /// Throws if there is this member, and it is not text or is empty.
    func checkText(_ name: String, orNull: Bool = false) throws(Rejection) {
        guard let member = self[name], !(orNull && member.isNull) else { return }
        guard let text = member.string, !text.isEmpty else {
            throw .invalidMember(name, wanted: "text that is not empty\(orNull ? ", or null" : "")")
        }
    }
}
