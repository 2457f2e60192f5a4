extension NoAnswer: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notSent(let obstacle): "nothing was sent: \(obstacle)"
        case .doubtful(let doubt): "\(doubt); it may have been carried out"
        }
    }
}

extension NoAnswer.Obstacle: CustomStringConvertible {
    package var description: String {
        switch self {
        case .settings(let error): "\(error)"
        case .credentials(let error): "\(error)"
        case .connection(let reason): "no connection (\(reason))"
        }
    }
}

extension NoAnswer.Doubt: CustomStringConvertible {
    package var description: String {
        switch self {
        case .connectionLost(let reason): "the connection was lost (\(reason))"
        case .timedOut: "no answer in time"
        case .fault(let error): "AWS failed (\(error))"
        case .unreadable(.unreadable, let status, _): "the answer cannot be read (HTTP \(status))"
        case .unreadable(.missing(let member), let status, _): "the answer has no '\(member)' (HTTP \(status))"
        }
    }
}
