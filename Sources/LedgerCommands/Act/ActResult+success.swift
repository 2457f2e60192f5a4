import LedgerDomain
import LedgerProcessor
import LedgerValues

/// What a success is told as.
extension ActResult {
    var success: String {
        let undo = undo.map { "\nundo: \($0)" } ?? ""
        guard case .rollback? = process.request?.kind, case .version(let from)? = process.request?.origin else {
            return "\(name)\(what)\(undo)"
        }
        return "rolled back to v\(from) as v\(version):\(what)\(undo)"
    }

    private var what: String {
        if process.request?.kind == .restart { return " began anew" }
        if let scale = process.request?.scale { return " has \(scale.text)" }
        let image = deployment?.image.map(ShortImage.text)
        guard let revision = deployment?.revision else { return image.map { " runs \($0)" } ?? "" }
        // A function's version is a number alone.
        let name = Int(revision) == nil ? revision : "version \(revision)"
        return " runs \(name)" + (image.map { " (\($0))" } ?? "")
    }

    /// The command that brings back what was there before; nil where that was the same.
    private var undo: String? {
        guard let request = process.request else { return nil }
        switch request.kind {
        case .restart: return nil
        case .scale:
            guard let scale = request.scale, let before = request.scaleBefore else { return nil }
            return before.command(undoing: scale, of: id)
        case .deploy, .promote, .rollback, .configure, .observed:
            guard let running = request.changes["running"]?.string else { return nil }
            guard let digest = ImageName(running)?.digest else { return "stackledger rollback \(id) \(running)" }
            let isSame = deployment?.image?.hasSuffix("@\(digest)") ?? false
            return isSame ? nil : "stackledger rollback \(id) \(digest)"
        }
    }
}
