import LedgerDomain
import LedgerValues

/// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
extension Translation {
    /// ECR reports each new tag of an image as a push of its own, and each deleted tag as a deletion.
    static func imageAction(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let detail = envelope.detail
        guard detail.optionalText("result") ?? "SUCCESS" == "SUCCESS" else { return .withoutEffect }
        switch try detail.text("action-type") {
        case "PUSH":
            let tags = detail.optionalText("image-tag").map { [$0] } ?? []
            let pushed = ImageEvent.pushed(digest: try detail.digest(), tags: tags, size: nil, commit: nil)
            return .fact(try envelope.repository(), .image(pushed))
        case "DELETE":
            let tag = detail.optionalText("image-tag")
            let deleted = ImageEvent.deleted(digest: try detail.digest(), tag: tag, why: .unknown)
            return .fact(try envelope.repository(), .image(deleted))
        default: return .notUnderstood
        }
    }

    static func imageScan(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let scanned = ImageEvent.scanned(
            digest: try envelope.detail.digest(),
            status: try envelope.detail.text("scan-status"),
            findings: envelope.detail["finding-severity-counts"]?.object ?? [:]
        )
        return .fact(try envelope.repository(), .image(scanned))
    }
}

extension Envelope {
    fileprivate func repository() throws(Defect.Reason) -> StreamName {
        .repository(try registry(), name: try detail.text("repository-name"))
    }
}

extension JSONObject {
    fileprivate func digest() throws(Defect.Reason) -> String {
        let digest = try text("image-digest")
        guard ImageName.isDigest(digest) else {
            throw .invalid("image-digest", wanted: "'sha256:' and 64 hexadecimal digits")
        }
        return digest
    }
}
