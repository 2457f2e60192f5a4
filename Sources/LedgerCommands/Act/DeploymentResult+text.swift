import LedgerDomain
import LedgerOperations
import LedgerValues

/// The text of a result.
extension DeploymentResult {
    var text: String {
        switch end {
        case .awaitingApproval: "\(name) waits for approval: \(command("approve"))"
        case .inDoubt: "\(name) is in doubt"
        case .open: "\(name) is still running: \(command("wait"))"
        case .ended:
            switch outcome {
            case .succeeded?: success
            case let other: "\(name): \(other?.rawValue ?? "open")"
            }
        }
    }

    private var success: String {
        let undo = undo.map { "\nundo: \($0.escapingControls)" } ?? ""
        guard case .rollback? = process.request?.kind, case .version(let from)? = process.request?.origin else {
            return "\(name)\(what)".escapingControls + undo
        }
        return "rolled back to v\(from) as v\(version):\(what)".escapingControls + undo
    }

    private var what: String {
        if process.request?.kind == .restart { return " restarted" }
        if let scale = process.request?.scaleText { return " has \(scale)" }
        let image = deployment?.image.map(ShortImage.text)
        guard let revision = deployment?.revision else { return image.map { " runs \($0)" } ?? "" }
        // A function's version is a number alone.
        let name = Int(revision) == nil ? revision : "version \(revision)"
        return " runs \(name)" + (image.map { " (\($0))" } ?? "")
    }

    /// A command on this stage, as a shell reads it.
    private func command(_ name: String, _ arguments: [String] = []) -> String {
        (["stackledger", name, stage.description] + arguments).map(\.shellQuoted).joined(separator: " ")
    }

    /// The command that brings back what was there before; nil where that was the same.
    private var undo: String? {
        guard let request = process.request else { return nil }
        switch request.kind {
        case .restart: return nil
        case .scale: return request.scaleUndo.map { command("scale", $0) }
        case .deploy, .promote, .rollback, .configure, .observed:
            guard let running = request.changes.running, !request.changes.cannotBeUndone else { return nil }
            guard let digest = ImageName(running)?.digest else { return command("rollback", [running]) }
            let image = deployment?.image.map(ImageName.init(recorded:))
            return image?.digest == digest ? nil : command("rollback", [digest])
        }
    }
}

/// The row of a result.
extension DeploymentResult {
    static let columns = [
        "deployment", "stack", "stage", "version", "kind", "status", "outcome", "revision", "image", "aws_deployment",
    ]

    var row: [JSONValue] {
        [
            .string(process.id.description), .string(stage.stack.rawValue), .string(stage.stage.rawValue),
            version.json, .string(deployment?.kind.rawValue ?? ""), .string(status), (outcome?.rawValue).json,
            (deployment?.revision).json, (deployment?.image).json, (deployment?.awsDeployment).json,
        ]
    }

    private var status: String {
        switch end {
        case .ended: "ended"
        case .awaitingApproval: "awaitingApproval"
        case .inDoubt: "inDoubt"
        case .open: "open"
        }
    }
}
