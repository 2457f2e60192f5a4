package import LedgerValues

/// What has happened to the images of one repository.
package enum ImageEvent: Equatable, Sendable {
    case pushed(digest: String, tags: [String], size: Int64?, commit: String?)
    /// A tag moved; `previous` is the digest that it pointed to before.
    case tagged(tag: String, digest: String, previous: String?)
    /// With a tag, only the tag was deleted; the image goes with its last tag.
    case deleted(digest: String, tag: String?, why: ImageDeletion)
    case scanned(digest: String, status: String, findings: JSONObject)
}

package enum ImageDeletion: String, CaseIterable, Sendable {
    case lifecycle, manual, unknown
}
