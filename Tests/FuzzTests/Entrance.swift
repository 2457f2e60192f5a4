import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

@testable import LedgerOperations

/// A place where bytes come in that somebody else may have made.
enum Entrance: String, CaseIterable, CustomTestStringConvertible {
    case json, record, ingest, replay, proof, definition, reference, configuration, answer

    var testDescription: String { rawValue }

    /// What is changed: good input of each kind.
    var seeds: [[UInt8]] {
        switch self {
        case .json, .record: EventType.allCases.map { Self.line(.example(of: $0)) }
        case .ingest: Self.envelopes + [Self.envelopes.joined(separator: [0x0A]).map(\.self)]
        case .replay: Replays.logs()
        case .proof: [Self.proofText, Self.growth]
        case .definition: [CanonicalJSON.bytes(.object(Example.definition)), Self.described]
        case .reference: Self.references.map { Array($0.utf8) }
        case .configuration: [Array(Self.configurationText.utf8)]
        case .answer: Self.answers
        }
    }

    private static func line(_ event: LedgerEvent) -> [UInt8] {
        CanonicalJSON.bytes([
            "type": .string(event.type.rawValue), "subject": .string(StreamName.example(for: event).description),
            "data": .object(event.data),
        ])
    }

    private static let envelopes: [[UInt8]] = [
        """
        {"version":"0","id":"3f0e4d6c-1111-4222-8333-444455556666","detail-type":"ECS Deployment State Change",\
        "source":"aws.ecs","account":"123456789012","time":"2026-11-03T10:00:00Z","region":"eu-west-1","resources":\
        ["arn:aws:ecs:eu-west-1:123456789012:service/main/shop-prod"],"detail":{"eventType":"INFO","eventName":\
        "SERVICE_DEPLOYMENT_COMPLETED","deploymentId":"ecs-svc/1","updatedAt":"2026-11-03T10:00:00Z","reason":"ok"}}
        """,
        """
        {"version":"0","id":"3f0e4d6c-1111-4222-8333-444455556667","detail-type":"ECR Image Action","source":"aws.ecr",\
        "account":"123456789012","time":"2026-11-03T10:00:00Z","region":"eu-west-1","resources":[],"detail":{"result":\
        "SUCCESS","repository-name":"shop/api","image-digest":"sha256:\(String(repeating: "a1", count: 32))",\
        "action-type":"PUSH","image-tag":"prod"}}
        """,
        """
        {"eventVersion":"1.08","eventSource":"ecs.amazonaws.com","eventName":"RegisterTaskDefinition","eventID":"e1",\
        "eventTime":"2026-11-03T10:00:00Z","awsRegion":"eu-west-1","recipientAccountId":"123456789012","userIdentity":\
        {"arn":"arn:aws:iam::123456789012:user/ana"},"requestParameters":{"family":"shop","containerDefinitions":\
        [{"name":"api","image":"shop","environment":[{"name":"TOKEN","value":"correct-horse"}]}]},"responseElements":null}
        """,
    ].map { Array($0.utf8) }

    private static let proofText = Array(
        """
        c2sp.org/tlog-proof@v1
        extra eyJhIjoxfQ==
        index 3
        \(String(repeating: "A", count: 43))=
        \(String(repeating: "B", count: 43))=

        stackledger/01930000-0000-7000-8000-000000000001
        5
        \(String(repeating: "C", count: 43))=

        \u{2014} stackledger/01930000-0000-7000-8000-000000000001 \(String(repeating: "D", count: 91))=
        """.utf8
    )

    private static let growth = Array("old 3\n\(String(repeating: "A", count: 43))=\n\n".utf8) + proofText

    private static let described = Array(
        """
        {"taskDefinition":{"taskDefinitionArn":"\(Example.arn)","family":"shop-prod","revision":42,"status":"ACTIVE",\
        "registeredAt":1795255200.123,"containerDefinitions":[{"name":"api","image":"shop:1","cpu":0,"memory":64}]},"tags":[]}
        """.utf8
    )

    private static let references = [
        "shop/prod", "shop/prod@v7", "shop/prod~1", "shop/prod@2026-11-01", "shop-prod:42", Example.digest,
        Example.commit,
        "#1234", "shop/prod@2 hours ago", "2026-11-01T10:00:00.5+02:00", Example.image,
        "0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071",
    ]

    private static let configurationText = """
        # a comment
        [default]
        region = eu-west-1
        s3 =
            addressing_style = path
        [profile dev]
        role_arn = arn:aws:iam::123456789012:role/dev
        source_profile = default
        credential_process = /bin/echo "a b" 'c'
        """

    private static let answers: [[UInt8]] = [
        """
        {"services":[{"serviceName":"shop","status":"ACTIVE","taskDefinition":"\(Example.arn)","desiredCount":2,\
        "deployments":[{"id":"ecs-svc/1","status":"PRIMARY","taskDefinition":"\(Example.arn)","rolloutState":"COMPLETED",\
        "createdAt":1795255200.5,"updatedAt":1795255200,"failedTasks":0}]}],"failures":[]}
        """,
        #"{"__type":"com.amazonaws.ecs#ClientException","message":"Unable to describe task definition."}"#,
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
        <Arn>arn:aws:iam::123456789012:user/ana</Arn><Account>123456789012</Account></GetCallerIdentityResult>\
        </GetCallerIdentityResponse>
        """,
        "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>old</Message></Error></ErrorResponse>",
    ].map { Array($0.utf8) }
}

/// The recorded ledgers of this package.
enum Replays {
    static func logs() -> [[UInt8]] {
        ["first-week", "bad-release"].map { PackageFolder.bytes("Replays/\($0)/log.jsonl") }
    }
}
