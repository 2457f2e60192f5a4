import Glibc
import LedgerDomain
import TestThreads
import Testing

@testable import LedgerAWS
import LedgerValues
import LedgerSystem

struct `Settings` {
    private func settings(_ environment: [String: String], config: String = "") throws -> AWSSettings {
        AWSSettings(environment: environment, files: SharedFiles(config: try ConfigFile(config, name: "config")))
    }

    @Test(
        arguments: [
            (["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"], .success("eu-west-1")),
            (["AWS_DEFAULT_REGION": "us-east-1"], .success("us-east-1")), ([:], .success("sa-east-1")),
            (["AWS_PROFILE": "dev"], .success("eu-north-1")), (["AWS_PROFILE": "bare"], .failure(.noRegion)),
            (["AWS_PROFILE": "gone"], .failure(.noProfile("gone"))),
            (["AWS_REGION": "evil.com/x"], .failure(.invalidRegion("evil.com/x"))),
        ] as [([String: String], Result<String, SettingsError>)]
    )
    func `name the region`(environment: [String: String], expected: Result<String, SettingsError>) throws {
        let config = "[default]\nregion=sa-east-1\n[profile dev]\nregion=eu-north-1\n[profile bare]\noutput=json\n"
        let settings = try settings(environment, config: config)
        #expect(Result { () throws(SettingsError) in try settings.region() } == expected)
    }

    private static let config = """
        [default]
        services = local
        endpoint_url = http://127.0.0.1:4
        [services local]
        application_auto_scaling =
            endpoint_url = http://127.0.0.1:3
        [profile plain]
        region = x
        [profile broken]
        services = gone
        [profile ignoring]
        endpoint_url = http://127.0.0.1:4
        ignore_configured_endpoint_urls = true
        """

    @Test(
        arguments: [
            (["AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING": "http://127.0.0.1:1", "AWS_ENDPOINT_URL": "http://h"], 1),
            (["AWS_ENDPOINT_URL": "http://127.0.0.1:2"], 2), (["AWS_ENDPOINT_URL_ECS": "http://127.0.0.1:9"], 3),
            ([:], 3), (["AWS_PROFILE": "plain"], nil), (["AWS_PROFILE": "ignoring"], nil),
            (["AWS_ENDPOINT_URL": "http://127.0.0.1:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], nil),
        ] as [([String: String], Int?)]
    )
    func `name an endpoint, the specific before the general`(environment: [String: String], port: Int?) throws {
        let settings = try settings(environment, config: Self.config)
        let destination = try settings.destination(of: .applicationAutoScaling, region: "eu-west-1")
        let standard = Endpoint(.https, "application-autoscaling.eu-west-1.amazonaws.com")
        #expect(destination.endpoint == port.map { Endpoint(.http, "127.0.0.1", port: $0) } ?? standard)
        #expect(destination.signingRegion == "eu-west-1")
    }

    @Test func `name a file's general endpoint after the service's own`() throws {
        let destination = try settings([:], config: Self.config).destination(of: .ecs, region: "eu-west-1")
        #expect(destination.endpoint.port == 4)
    }

    @Test(
        arguments: [
            (["AWS_PROFILE": "broken"], SettingsError.noServicesSection("gone")),
            (["AWS_ENDPOINT_URL": "localhost"], .invalidEndpoint("localhost")),
        ]
    )
    func `that are invalid are rejected`(environment: [String: String], error: SettingsError) throws {
        let settings = try settings(environment, config: Self.config)
        #expect(throws: error) { try settings.destination(of: .ecs, region: "eu-west-1") }
    }

    @Test(StartsPrograms(), .enabled(if: Python.hasBotocore, "there is no botocore"))
    func `give the same endpoints as botocore`() throws {
        let regions = ["us-east-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1", "eu-isoe-west-1"]
        let questions = AWSService.all.flatMap { service in
            regions.flatMap { region in
                [false, true].filter { !$0 || region.hasPrefix("us-east") || region.hasPrefix("us-gov") }
                    .map { (service: service, region: region, isFIPS: $0) }
            }
        }
        let asked = questions.map { question -> JSONValue in
            [.string(question.service.id), .string(question.region), .bool(question.isFIPS)]
        }
        let answers = try Python.ask("endpoints", .array(asked)).array ?? []
        for (question, answer) in zip(questions, answers) {
            let settings = AWSSettings(environment: ["AWS_USE_FIPS_ENDPOINT": "\(question.isFIPS)"])
            let found = try settings.destination(of: question.service, region: question.region)
            #expect("https://\(found.endpoint.authority)" == answer["url"]?.string, "\(question)")
            #expect(found.signingRegion == answer["region"]?.string, "\(question)")
        }
        #expect(answers.count == AWSService.all.count * 8)
    }

    @Test func `read the files that the environment names`() throws {
        let machine = Machine(
            contents: { path in
                switch path {
                case "/home/ana/.aws/config": Array("[default]\nregion = eu-west-1\n".utf8)
                case "/home/ana/keys": Array("[default]\naws_access_key_id=A\naws_secret_access_key=s\n".utf8)
                default: nil
                }
            },
            run: { _, _ in ChildProcess.Ending(.exited(1)) }
        )
        let environment = ["HOME": "/home/ana", "AWS_SHARED_CREDENTIALS_FILE": "~/keys"]
        let settings = try AWSSettings(of: environment, machine: machine)
        #expect(try settings.region() == "eu-west-1")
        #expect(try settings.credentialSource() == .keys(AWSCredentials(accessKeyID: "A", secretAccessKey: "s")))
        #expect(try AWSSettings(of: ["HOME": "/nobody"], machine: machine).credentialSource() != nil)
    }

    /// AWS's own tools take a pipe for a missing file; nobody may ever write to it.
    @Test(.timeLimit(.minutes(1))) func `read no file that is a pipe`() throws {
        let directory = "/tmp/stackledger-settings-\(UInt64.random(in: 0 ... .max))"
        try #require(mkdir(directory, 0o700) == 0)
        defer { _ = unlink("\(directory)/pipe") + unlink("\(directory)/config") + rmdir(directory) }
        try #require(mkfifo("\(directory)/pipe", 0o600) == 0)
        try SmallFile.replace("\(directory)/config", with: Array("[default]\nregion = eu-west-1\n".utf8))
        let environment = ["HOME": directory, "AWS_SHARED_CREDENTIALS_FILE": "~/pipe"]
        for (config, region) in [("~/config", "eu-west-1"), ("~/pipe", nil), (directory, nil), ("/dev/null", nil)] {
            let settings = try AWSSettings(of: environment.merging(["AWS_CONFIG_FILE": config]) { $1 })
            #expect((try? settings.region()) == region, "\(config)")
        }
    }
}
