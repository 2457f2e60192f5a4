/// What a stream is about, read from its name.
enum Subject: Equatable, Sendable {
    case stack(String)
    case stage(stack: String, stage: String)
    case revision(Home, family: String)
    case repository(Home, name: String)
    case pipeline(Home, name: String)
    case other

    init(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.dropFirst().allSatisfy({ !$0.isEmpty }) else {
            self = .other
            return
        }
        switch (parts.first, parts.count) {
        case ("stack", 2): self = .stack(parts[1])
        case ("stage", 3): self = .stage(stack: parts[1], stage: parts[2])
        case ("revision", 4): self = .revision(Home(account: parts[1], region: parts[2]), family: parts[3])
        case ("repository", 4): self = .repository(Home(account: parts[1], region: parts[2]), name: parts[3])
        case ("pipeline", 4): self = .pipeline(Home(account: parts[1], region: parts[2]), name: parts[3])
        default: self = .other
        }
    }
}

/// Where something in AWS lives.
struct Home: Equatable, Sendable {
    let account, region: String
}
