import LedgerDomain
import LedgerValues

extension TargetContent {
    /// The first checks: what runs the stage, and what it would go back to.
    func firstChecks(in stage: StageAdded) -> [TargetCheck] {
        switch stage.target {
        case .ecs: [.service] + (revision.map { [.revision($0)] } ?? [])
        case .lambda: [.function] + (revision.map { [.functionVersion($0)] } ?? []) + (image.map { [.image($0)] } ?? [])
        }
    }

    /// Whether there is nothing to go back to, neither at AWS nor in the record.
    func isNothing(in stage: StageAdded) -> Bool {
        switch stage.target {
        case .ecs: revision == nil && definition == nil
        case .lambda: revision == nil && image == nil
        }
    }

    /// What a definition needs at AWS, each once, in the order of the definition.
    func checks(of definition: JSONObject, in stage: StageAdded) -> [TargetCheck] {
        let own = definition.container(of: stage)?["name"]
        var checks: [TargetCheck] = []
        for container in definition.containers {
            checks += images(of: container, isOwn: container["name"] == own)
            checks += container.secretChecks + container.logChecks(in: stage.region)
        }
        for name in ["taskRoleArn", "executionRoleArn"] {
            if let role = definition[name]?.string { checks.append(.role(role)) }
        }
        var seen: Set<TargetCheck> = []
        return checks.filter { seen.insert($0).inserted }
    }

    /// A container gets the image that was recorded, wherever its tag points now.
    private func images(of container: JSONObject, isOwn: Bool) -> [TargetCheck] {
        let written = container["image"]?.string
        let ran = container["name"]?.string.flatMap { images[$0] } ?? (isOwn ? image : nil)
        guard let ran else { return written.map { [.image($0)] } ?? [] }
        guard let written, let name = ImageName(written), name.digest == nil, name.registry != nil,
            let digest = ImageName(ran)?.digest
        else { return [.image(ran)] }
        return [.image(ran), .tag(written, digest: digest)]
    }
}

extension JSONObject {
    /// The containers of a task definition.
    var containers: [JSONObject] { (self["containerDefinitions"]?.array ?? []).compactMap(\.object) }

    /// The container of a task definition that gets the stage's image: the one that the stage names, or the only one.
    func container(of stage: StageAdded) -> JSONObject? {
        guard case .ecs(_, _, _, let name) = stage.target else { return nil }
        let containers = containers
        return containers.first { $0["name"]?.string == name } ?? (containers.count == 1 ? containers.first : nil)
    }

    /// The sources of a container's values and of its registry's password.
    fileprivate var secretChecks: [TargetCheck] {
        let log = self["logConfiguration"]?["secretOptions"]?.array ?? []
        let sources = ((self["secrets"]?.array ?? []) + log).compactMap { $0["valueFrom"]?.string }
        let password = self["repositoryCredentials"]?["credentialsParameter"]?.string
        return sources.map(TargetCheck.init(valueFrom:)) + (password.map { [TargetCheck(secret: $0)] } ?? [])
    }

    /// The log group of a container, if it must exist because nothing creates it.
    fileprivate func logChecks(in region: String) -> [TargetCheck] {
        guard let log = self["logConfiguration"], log["logDriver"]?.string == "awslogs", let options = log["options"],
            let group = options["awslogs-group"]?.string, options["awslogs-create-group"]?.string != "true"
        else { return [] }
        return [.logGroup(group, region: options["awslogs-region"]?.string ?? region)]
    }
}

extension TargetCheck {
    /// The source of a value: the ARN of a secret of Secrets Manager; anything else is a parameter of SSM.
    fileprivate init(valueFrom source: String) {
        self = ARN(source)?.service == "secretsmanager" ? Self(secret: source) : .parameter(source)
    }

    /// `arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME[:KEY[:STAGE[:VERSION]]]`, or a name.
    fileprivate init(secret source: String) {
        let parts = source.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let more = source.hasPrefix("arn:") ? parts.dropFirst(7).map { $0.isEmpty ? nil : $0 } : []
        self = .secret(
            more.isEmpty ? source : parts.prefix(7).joined(separator: ":"),
            stage: more.count > 1 ? more[1] : nil,
            version: more.count > 2 ? more[2] : nil
        )
    }
}
