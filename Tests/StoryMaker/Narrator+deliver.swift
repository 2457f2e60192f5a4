import LedgerDomain
import LedgerIntake
import LedgerLog
import LedgerValues

extension Narrator {
    /// What EventBridge delivers arrives now, in this order, one by one: as `ingest` takes it in.
    func deliver(_ news: AWSNews...) throws {
        var intake = Intake(into: log, through: gate, stages: StageDirectory(stages))
        for event in news {
            clock.advance(milliseconds: random.number(300...1_900))
            let line = CanonicalJSON.bytes(.object(event.json)) + [UInt8(ascii: "\n")]
            arrived.append(line)
            var reader = EnvelopeReader()
            let report = try intake.take(reader.read(line) + reader.finish())
            guard report.defects.isEmpty, report.notUnderstood.isEmpty else {
                throw StoryError.notUnderstood(String(decoding: line, as: UTF8.self))
            }
        }
    }

    /// Takes what was kept into the stage that it is about.
    func claim(_ stage: StageID, by actor: String) throws {
        var intake = Intake(into: log, through: gate, stages: StageDirectory(stages))
        _ = try intake.claim(stage, by: actor, at: clock.time)
    }

    private var stages: [StageAdded] {
        services.values.map { service in
            StageAdded(
                id: service.stage,
                account: Self.account,
                region: service.region,
                target: .ecs(
                    cluster: service.cluster,
                    service: service.family,
                    family: service.family,
                    container: service.container
                )
            )
        }
    }

    /// Somebody's tool registers a revision and updates a service; CloudTrail tells of the first.
    func deployElsewhere(_ build: Build, to service: Service, by principal: String) throws -> ForeignDeployment {
        let image = build.image(in: service.region)
        let revision = try observeRegistration(of: service, image, by: principal, at: clock.time)
        let began = clock.time.advanced(bySeconds: 2)
        return ForeignDeployment(
            service: service,
            build: build,
            revision: revision,
            id: random.awsDeployment(),
            began: began
        )
    }
}
