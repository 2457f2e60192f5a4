import LedgerAWS
import LedgerDomain
import LedgerValues

/// How far Lambda is with the last change of a function, or of one of its versions.
enum FunctionStanding: Equatable, Sendable {
    case settled
    case underWay(String)
    case failed(code: String, message: String)
}

extension FunctionConfiguration {
    var standing: FunctionStanding {
        if lastUpdateStatus == "InProgress" { return .underWay("Lambda is updating '\(name)'") }
        if lastUpdateStatus == "Failed" {
            return .failed(
                code: body["LastUpdateStatusReasonCode"]?.string ?? "UpdateFailed",
                message: lastUpdateStatusReason ?? "the update failed"
            )
        }
        if state == "Pending" { return .underWay("Lambda is preparing '\(name)'") }
        guard state == "Failed" else { return .settled }
        return .failed(
            code: body["StateReasonCode"]?.string ?? "Failed",
            message: stateReason ?? "the function cannot run"
        )
    }

    /// - Throws: ``CloudError/notYet(_:)`` while the change is under way, ``CloudError/unusable(_:hint:)`` if it failed.
    func requireSettled() throws(CloudError) {
        switch standing {
        case .settled: return
        case .underWay(let what): throw .notYet(what)
        case .failed(let code, let message): throw .unusable("\(code): \(message)", hint: "deploy something else")
        }
    }
}

extension DeploymentProgress {
    init(_ standing: FunctionStanding) {
        switch standing {
        case .settled: self = .succeeded
        case .underWay(let what): self = .inProgress(what)
        case .failed(let code, let message): self = .failed(code: code, message: message)
        }
    }

    /// Of a function without an alias that was given this image.
    init(_ function: FunctionDescription, of image: String?) {
        if let image, function.has(image) {
            let progress = DeploymentProgress(function.configuration.standing)
            self = progress == .succeeded ? progress.at(function.configuration.lastModified) : progress
        } else {
            self = .missing(.replaced(by: function.image))
        }
    }
}
