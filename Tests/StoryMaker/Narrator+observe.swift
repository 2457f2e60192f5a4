import LedgerDomain
import LedgerValues

extension Narrator {
    /// Somebody or something else deploys, and AWS tells of it: now, or at `time`, all at once and late.
    @discardableResult
    func observeDeployment(
        of build: Build,
        to stage: StageID,
        by principal: String,
        at time: Timestamp? = nil,
        image: String? = nil,
        seconds: Int64 = 120
    ) throws -> Int {
        guard let service = services[stage] else { throw StoryError.noSuchVersion("\(stage)") }
        let named = image ?? build.image(in: service.region)
        let began = time ?? clock.time
        let revision = try observeRegistration(of: service, named, by: principal, at: began)
        try observe(
            .deployment(.observed),
            in: service.stageStream,
            from: "aws.ecs",
            region: service.region,
            by: principal,
            at: began,
            [
                "awsDeployment": .string(random.awsDeployment()), "revision": .string(revision),
                "image": .string(build.image(in: service.region)), "startedAt": .string(began.description),
            ]
        )
        if time == nil { wait(seconds: seconds) }
        let ended = time.map { $0.advanced(bySeconds: seconds) }
        try observe(
            .deployment(.succeeded),
            in: service.stageStream,
            from: "aws.ecs",
            region: service.region,
            at: ended,
            [:]
        )
        let release = Release(service: service, build: build, revision: revision)
        let version = keep(release, of: stage)
        running[stage] = version
        return version
    }

    /// Somebody or something else registers a revision.
    func observeRegistration(
        of service: Service,
        _ image: String,
        by principal: String,
        at time: Timestamp
    ) throws -> String {
        let revision = nextRevision(of: service)
        try observe(
            .revision(.registered),
            in: service.revisionStream,
            from: "aws.ecs",
            region: service.region,
            by: principal,
            at: time,
            [
                "family": .string(service.family), "revision": .string(revision),
                "arn": .string(service.arn(ofRevision: revision)),
                "definition": .object(service.definition(of: image)),
                "registeredAt": .string(time.description), "registeredBy": .string(principal),
            ]
        )
        return revision
    }

    func deregister(_ revision: String, of stage: StageID, by principal: String) throws {
        guard let service = services[stage] else { throw StoryError.noSuchVersion("\(stage)") }
        try observe(
            .revision(.deregistered),
            in: service.revisionStream,
            from: "aws.ecs",
            region: service.region,
            by: principal,
            ["family": .string(service.family), "revision": .string(revision)]
        )
    }
}
