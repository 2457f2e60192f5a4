import LedgerDomain
import LedgerValues

extension Narrator {
    /// A pipeline builds a commit and pushes the image; the build itself reports it with `record`.
    func build(
        _ stack: StackName,
        number: Int,
        repository: String? = nil,
        region: String = "eu-west-1",
        alsoTagged tags: [String] = ["main"]
    ) throws -> Build {
        let commit = random.hex(40)
        let build = Build(
            commit: commit,
            digest: "sha256:\(random.hex(64))",
            repository: repository ?? "\(stack.rawValue)/api"
        )
        let execution = try startBuild(stack, number: number, commit: commit)
        wait(seconds: 260)
        try push(build, by: .ci("\(stack.rawValue)-ci", "build-\(number)"), region: region, tags: [build.tag] + tags)
        wait(seconds: 6)
        try record(
            .build(.succeeded),
            in: pipeline(stack),
            by: .ci("\(stack.rawValue)-ci", "build-\(number)"),
            [
                "execution": .string(execution), "commit": .string(commit),
                "image": .string(build.image(in: region)),
            ]
        )
        return build
    }

    func failBuild(_ stack: StackName, number: Int, phase: String, message: String) throws {
        let execution = try startBuild(stack, number: number, commit: random.hex(40))
        wait(seconds: 90)
        let log = "https://eu-west-1.console.aws.amazon.com/codesuite/codebuild/projects/\(stack.rawValue)-main/build/"
        try record(
            .build(.failed),
            in: pipeline(stack),
            by: .ci("\(stack.rawValue)-ci", "build-\(number)"),
            [
                "execution": .string(execution), "phase": .string(phase), "message": .string(message),
                "log": .string("\(log)\(execution)"),
            ]
        )
    }

    private func startBuild(_ stack: StackName, number: Int, commit: String) throws -> String {
        let execution = "\(random.hex(8))-\(random.hex(4))-4\(random.hex(3))-9\(random.hex(3))-\(random.hex(12))"
        try record(
            .build(.started),
            in: pipeline(stack),
            by: .ci("\(stack.rawValue)-ci", "build-\(number)"),
            ["execution": .string(execution), "commit": .string(commit)]
        )
        return execution
    }

    private func pipeline(_ stack: StackName) -> String {
        "pipeline/\(Self.account)/eu-west-1/\(stack.rawValue)-main"
    }

    func push(_ build: Build, by actor: String, region: String, tags: [String]) throws {
        try record(
            .image(.pushed),
            in: "repository/\(Self.account)/\(region)/\(build.repository)",
            by: actor,
            [
                "digest": .string(build.digest), "tags": .array(tags.map { .string($0) }),
                "size": .integer(random.number(84_000_000...86_000_000)), "commit": .string(build.commit),
            ]
        )
    }

    func scan(_ build: Build, region: String = "eu-west-1", findings: JSONObject) throws {
        try observe(
            .image(.scanned),
            in: "repository/\(Self.account)/\(region)/\(build.repository)",
            from: "aws.ecr",
            region: region,
            ["digest": .string(build.digest), "status": "COMPLETE", "findings": .object(findings)]
        )
    }

    /// A registry's tag moves to this build.
    func tag(_ build: Build, as tag: String, before previous: Build?, by actor: String, region: String) throws {
        var data: JSONObject = ["tag": .string(tag), "digest": .string(build.digest)]
        if let previous { data["previous"] = .string(previous.digest) }
        let stream = "repository/\(Self.account)/\(region)/\(build.repository)"
        try observe(.image(.tagged), in: stream, from: "aws.ecr", region: region, by: actor, data)
    }

    func delete(_ build: Build, why: ImageDeletion, region: String = "eu-west-1") throws {
        try observe(
            .image(.deleted),
            in: "repository/\(Self.account)/\(region)/\(build.repository)",
            from: "aws.ecr",
            region: region,
            ["digest": .string(build.digest), "why": .string(why.rawValue)]
        )
    }
}
