import Foundation
import LedgerDomain
import Testing

@testable import LedgerAWS
import LedgerValues

struct `Loading credentials` {
    private func loader(_ environment: [String: String], config: String = "") throws -> CredentialLoader {
        let settings = AWSSettings(
            environment: environment,
            files: SharedFiles(config: try ConfigFile(config, name: "config"))
        )
        return CredentialLoader(settings: settings, transport: settings.transport, clock: ServerClock { .now })
    }

    private static let keys = #""AccessKeyId":"AKIDAGENT","SecretAccessKey":"s","#
    private static let answer = "{\(keys)\"Token\":\"t\",\"Expiration\":\"2026-11-21T16:00:00Z\"}"
    private static let expected = AWSCredentials(
        accessKeyID: "AKIDAGENT",
        secretAccessKey: "s",
        sessionToken: "t",
        expires: Timestamp(rfc3339: "2026-11-21T16:00:00Z")
    )

    @Test func `from a container sends a token from a file, read each time`() async throws {
        let server = try await StubServer { _ in .answer(200, [], Self.answer) }
        let folder = try TemporaryFolder()
        let token = try folder.write("one\n", to: "token")
        let loader = try loader([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.url)/v1/keys?id=a%2Fb",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": token,
        ])
        #expect(try await loader.load() == Self.expected)
        try folder.write("two", to: "token")
        #expect(try await loader.load() == Self.expected)
        #expect(server.asked.map(\.target) == ["/v1/keys?id=a%2Fb", "/v1/keys?id=a%2Fb"])
        #expect(server.asked.map { $0.header("Authorization") } == ["one", "two"])
    }

    @Test func `from instance metadata gets a token first`() async throws {
        let server = try await StubServer { asked in
            switch (asked.method, asked.target) {
            case ("PUT", "/latest/api/token"): .answer(200, [], "session")
            case ("GET", "/latest/meta-data/iam/security-credentials/"): .answer(200, [], "web-role\n")
            case ("GET", "/latest/meta-data/iam/security-credentials/web-role"): .answer(200, [], Self.answer)
            default: .answer(404)
            }
        }
        let loader = try loader(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url])
        #expect(try await loader.load() == Self.expected)
        #expect(server.asked[0].header("x-aws-ec2-metadata-token-ttl-seconds") == "21600")
        #expect(server.asked.dropFirst().allSatisfy { $0.header("x-aws-ec2-metadata-token") == "session" })
    }

    @Test(
        arguments: [
            (StubServer.Reply.answer(404), "it answered HTTP 404"),
            (.answer(200, [], "<html>"), "its answer is not JSON"),
            (.answer(200, [], "{\"AccessKeyId\":\"A\"}"), "its answer has no keys"),
            (
                .answer(200, [], #"{"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"soon"}"#),
                "its expiration time is invalid"
            ),
        ]
    )
    func `from a container fails without a valid answer`(reply: StubServer.Reply, why: String) async throws {
        let server = try await StubServer { _ in reply }
        let loader = try loader(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url])
        await #expect(throws: CredentialError.unavailable(.container, why: why)) { try await loader.load() }
    }

    /// Measures no time, as other tests keep this one waiting; the default limit is in `CredentialSourceTests`.
    @Test func `from a machine without an agent fails at its time limit, without a retry`() async throws {
        let server = try await StubServer { _ in .silence }
        let loader = try loader(["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url])
        await #expect(throws: CredentialError.unavailable(.instanceMetadata, why: "no answer in time")) {
            try await loader.load()
        }
        #expect(server.asked.count <= 1)
    }

    // MARK: - STS

    private static func assumed(_ call: String, _ id: String) -> String {
        """
        <\(call)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(call)Result>
          <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/s</Arn></AssumedRoleUser>
          <Credentials><AccessKeyId>\(id)</AccessKeyId><SecretAccessKey>k</SecretAccessKey>
          <SessionToken>token-\(id)</SessionToken><Expiration>2026-11-21T11:00:00Z</Expiration></Credentials>
        </\(call)Result><ResponseMetadata><RequestId>q</RequestId></ResponseMetadata></\(call)Response>
        """
    }

    @Test func `of a role by a role signs each with the previous one`() async throws {
        let server = try await StubServer { asked in
            .answer(200, [], Self.assumed("AssumeRole", asked.body.contains("RoleArn=B") ? "AKIDB" : "AKIDA"))
        }
        let loader = try loader(
            ["AWS_ENDPOINT_URL_STS": server.url, "AWS_PROFILE": "a", "AWS_REGION": "eu-west-1"],
            config: """
                [profile a]
                role_arn = A
                source_profile = b
                external_id = X 1
                [profile b]
                role_arn = B
                source_profile = c
                duration_seconds = 900
                [profile c]
                aws_access_key_id = AKIDC
                aws_secret_access_key = s
                """
        )
        let credentials = try await loader.load()
        #expect(credentials.accessKeyID == "AKIDA")
        #expect(credentials.expires == Timestamp(rfc3339: "2026-11-21T11:00:00Z"))
        let asked = server.asked
        #expect(
            asked.map { $0.header("Authorization")?.contains("Credential=AKIDC/20261121/eu-west-1/sts/") }.first == true
        )
        #expect(asked.map { $0.header("X-Amz-Security-Token") } == [nil, "token-AKIDB"])
        let common = "Action=AssumeRole&Version=2011-06-15&"
        #expect(asked[0].body == common + "DurationSeconds=900&RoleArn=B&RoleSessionName=stackledger")
        #expect(asked[1].body == common + "ExternalId=X%201&RoleArn=A&RoleSessionName=stackledger")
    }

    @Test func `for a web identity is not signed`() async throws {
        let server = try await StubServer { _ in .answer(200, [], Self.assumed("AssumeRoleWithWebIdentity", "AKIDW")) }
        let folder = try TemporaryFolder()
        let loader = try loader([
            "AWS_ENDPOINT_URL": server.url, "AWS_ROLE_ARN": "R",
            "AWS_WEB_IDENTITY_TOKEN_FILE": try folder.write("a.b.c\n", to: "token"),
        ])
        #expect(try await loader.load().accessKeyID == "AKIDW")
        #expect(server.asked[0].header("Authorization") == nil)
        #expect(server.asked[0].body.hasSuffix("&WebIdentityToken=a.b.c"))
    }

    @Test func `of a role that is refused reports AWS's error`() async throws {
        let server = try await StubServer { _ in
            .answer(
                403,
                [],
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
            )
        }
        let loader = try loader(
            ["AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"],
            config: "[profile a]\nrole_arn = R\ncredential_source = Environment\n"
        )
        let named = AWSSettings(environment: loader.settings.environment, files: loader.settings.files, profile: "a")
        let renamed = CredentialLoader(settings: named, transport: loader.transport, clock: loader.clock)
        let error = await #expect(throws: CredentialError.self) { try await renamed.load() }
        guard case .refused(let refusal) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(refusal.code == "AccessDenied")
        #expect(server.asked.count == 1)
    }

    // MARK: - Processes

    @Test func `from a process runs it in a shell`() async throws {
        let folder = try TemporaryFolder()
        let tool = try folder.write(
            program:
                "#!/bin/sh\necho '{\"Version\":1,'\"$1\"',\"SessionToken\":\"t\",\"Expiration\":\"2026-11-21T16:00:00Z\"}'\n",
            to: "a tool"
        )
        let pair = Self.keys.dropLast()
        let config = "[default]\ncredential_process = \"\(tool)\" '\(pair)'\n"
        let loader = try loader(["PATH": "/usr/bin:/bin"], config: config)
        #expect(try await loader.load() == Self.expected)
    }

    @Test func `from a process that fails repeats nothing of what it wrote`() async throws {
        let config = "[default]\ncredential_process = echo canary >&2; echo canary; exit 3\n"
        let loader = try loader(["PATH": "/usr/bin:/bin"], config: config)
        await #expect(throws: CredentialError.commandFailed(.process, status: 3)) { try await loader.load() }
        let error = CredentialError.commandFailed(.process, status: 3)
        #expect("\(error)" == "credential_process exited with 3: run it to see why")
    }

    @Test(arguments: ["canary\r", "canary\nX: y", "ca nary", "canary\u{0}", "canaré"])
    func `refuses keys that a header cannot hold, and does not repeat them`(text: String) async throws {
        let json = String(CanonicalJSON.text(.string(text)))
        for (id, secret, token) in [("\"A\"", "\"s\"", json), ("\"A\"", json, "\"t\""), (json, "\"s\"", "\"t\"")] {
            let body = "{\"AccessKeyId\":\(id),\"SecretAccessKey\":\(secret),\"Token\":\(token)}"
            let server = try await StubServer { _ in .answer(200, [], body) }
            let loader = try loader(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url])
            await #expect(throws: CredentialError.malformed) { try await loader.load() }
        }
        let environment = ["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": text]
        let loader = try loader(environment)
        if text.contains("\u{0}") { return }
        await #expect(throws: CredentialError.malformed) { try await loader.load() }
        #expect(!"\(CredentialError.malformed)".contains("canar"))
    }

    @Test func `from a process reads all its output`() async throws {
        let command =
            "head -c 300000 /dev/zero >&2; printf '{'; head -c 300000 /dev/zero | tr '\\0' ' '; "
            + "echo '\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\"}'"
        let loader = try loader(["PATH": "/usr/bin:/bin"], config: "[default]\ncredential_process = \(command)\n")
        #expect(try await loader.load() == AWSCredentials(accessKeyID: "A", secretAccessKey: "s"))
    }

    @Test func `of a profile with a sign-in uses the user's AWS CLI`() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            program: "#!/bin/sh\necho \"$@\" > \(folder.path)/words\necho '\(Self.answer)'\n",
            to: "aws"
        )
        let config = "[profile corp]\nsso_session = main\n"
        let loader = try loader(["PATH": "\(folder.path):/usr/bin:/bin", "AWS_PROFILE": "corp"], config: config)
        #expect(try await loader.load() == Self.expected)
        let words = try String(contentsOfFile: "\(folder.path)/words", encoding: .utf8)
        #expect(words == "configure export-credentials --profile corp --format process\n")
    }

    @Test func `fails if nothing is set`() async throws {
        let loader = try loader(["AWS_EC2_METADATA_DISABLED": "true"])
        await #expect(throws: CredentialError.none) { try await loader.load() }
    }
}
