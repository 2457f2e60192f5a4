import LedgerDomain
import Testing

@testable import LedgerAWS
import LedgerValues

/// One case: the settings and the resulting source.
struct SourceCase: CustomTestStringConvertible, Sendable {
    let name: String
    var environment: [String: String] = [:]
    var config = ""
    var credentials = ""
    var profile: String?
    let expected: Result<CredentialSource?, SettingsError>

    var testDescription: String { name }
}

private let environmentKeys = ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"]
private let metadata = CredentialSource.instanceMetadata(Endpoint(.http, "169.254.169.254"), timeout: .seconds(1))
private let agent = Endpoint(.http, "169.254.170.2")

private func keys(_ id: String, token: Secret? = nil) -> CredentialSource {
    .keys(AWSCredentials(accessKeyID: id, secretAccessKey: "s", sessionToken: token))
}

private func role(_ arn: String, session: String? = nil) -> RoleRequest {
    RoleRequest(roleARN: arn, sessionName: session)
}

private func file(_ section: String, _ id: String) -> String {
    "[\(section)]\naws_access_key_id = \(id)\naws_secret_access_key = s\n"
}

struct `The source of credentials` {
    private static let plain: [SourceCase] = [
        SourceCase(name: "is the machine when nothing is set", expected: .success(metadata)),
        SourceCase(
            name: "is nil if the machine must not be asked",
            environment: ["AWS_EC2_METADATA_DISABLED": "TRUE"],
            expected: .success(nil)
        ),
        SourceCase(
            name: "is the environment before the files",
            environment: environmentKeys,
            credentials: file("default", "AKIDFILE"),
            expected: .success(keys("AKIDENV"))
        ),
        SourceCase(
            name: "is the environment even before AWS_PROFILE",
            environment: environmentKeys.merging(["AWS_PROFILE": "dev"]) { $1 },
            credentials: file("dev", "AKIDDEV"),
            expected: .success(keys("AKIDENV"))
        ),
        SourceCase(
            name: "is a named profile before the environment",
            environment: environmentKeys,
            credentials: file("dev", "AKIDDEV"),
            profile: "dev",
            expected: .success(keys("AKIDDEV"))
        ),
        SourceCase(
            name: "has a session token",
            environment: environmentKeys.merging(["AWS_SESSION_TOKEN": "t"]) { $1 },
            expected: .success(keys("AKIDENV", token: "t"))
        ),
        SourceCase(
            name: "is an error with only one key",
            environment: ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": ""],
            expected: .failure(.halfOfKeys(missing: "AWS_SECRET_ACCESS_KEY"))
        ),
        SourceCase(
            name: "is an error with only one key in a file",
            credentials: "[default]\naws_access_key_id = a\n",
            expected: .failure(.halfOfKeys(missing: "aws_secret_access_key"))
        ),
        SourceCase(
            name: "is an error for a missing profile",
            environment: ["AWS_PROFILE": "gone"],
            expected: .failure(.noProfile("gone"))
        ),
        SourceCase(
            name: "is the credentials file before the config file",
            config: file("profile dev", "AKIDCONFIG") + "credential_process = tool\n",
            credentials: file("dev", "AKIDFILE"),
            profile: "dev",
            expected: .success(keys("AKIDFILE"))
        ),
        SourceCase(
            name: "is a process before keys in the config file",
            config: file("default", "AKIDCONFIG") + "credential_process = tool --now\n",
            expected: .success(.process(command: "tool --now"))
        ),
        SourceCase(
            name: "is keys in the config file",
            config: file("default", "AKIDCONFIG"),
            expected: .success(keys("AKIDCONFIG"))
        ),
        SourceCase(
            name: "is the AWS CLI for a sign-in",
            config: "[profile corp]\nsso_session = main\n",
            credentials: file("corp", "AKIDFILE"),
            profile: "corp",
            expected: .success(.awsCLI(profile: "corp"))
        ),
        SourceCase(
            name: "is the AWS CLI for a login",
            config: "[default]\nlogin_session = arn:aws:iam::1:user/ana\ncredential_process = tool\n",
            expected: .success(.awsCLI(profile: "default"))
        ),
    ]

    private static let roles: [SourceCase] = [
        SourceCase(
            name: "is a role by another profile",
            config: """
                [profile ops]
                role_arn = R
                source_profile = base
                role_session_name = ana
                external_id = X
                duration_seconds = 900
                """,
            credentials: file("base", "AKIDBASE"),
            profile: "ops",
            expected: .success(
                .role(
                    RoleRequest(roleARN: "R", sessionName: "ana", externalID: "X", durationSeconds: 900),
                    from: keys("AKIDBASE")
                )
            )
        ),
        SourceCase(
            name: "is a role by a role",
            config: "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = c\n",
            credentials: file("c", "AKIDC"),
            profile: "a",
            expected: .success(.role(role("A"), from: .role(role("B"), from: keys("AKIDC"))))
        ),
        SourceCase(
            name: "is a role by its own keys",
            config: "[profile a]\nrole_arn = A\nsource_profile = a\n",
            credentials: file("a", "AKIDA"),
            profile: "a",
            expected: .success(.role(role("A"), from: keys("AKIDA")))
        ),
        SourceCase(
            name: "is an error for a role that is its own source without keys",
            config: "[profile a]\nrole_arn = A\nsource_profile = a\n",
            profile: "a",
            expected: .failure(.profileLoop(["a", "a"]))
        ),
        SourceCase(
            name: "is an error for a loop",
            config: "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = a\n",
            profile: "a",
            expected: .failure(.profileLoop(["a", "b", "a"]))
        ),
        SourceCase(
            name: "is an error for a loop further on",
            config: "[profile a]\nrole_arn = A\nsource_profile = b\n[profile b]\nrole_arn = B\nsource_profile = c\n"
                + "[profile c]\nrole_arn = C\nsource_profile = b\n",
            profile: "a",
            expected: .failure(.profileLoop(["a", "b", "c", "b"]))
        ),
        SourceCase(
            name: "is an error for a missing source profile",
            config: "[default]\nrole_arn = A\nsource_profile = gone\n",
            expected: .failure(.noSourceProfile("gone", of: "default"))
        ),
        SourceCase(
            name: "is an error for an empty source profile",
            config: "[default]\nrole_arn = A\nsource_profile = b\n[profile b]\nregion = x\n",
            expected: .failure(.sourceWithoutCredentials(profile: "b"))
        ),
        SourceCase(
            name: "is an error for a role with two sources",
            config: "[default]\nrole_arn = A\nsource_profile = b\ncredential_source = Environment\n",
            expected: .failure(.roleNeedsOneSource(profile: "default"))
        ),
        SourceCase(
            name: "is an error for a role without a source",
            config: "[default]\nrole_arn = A\n",
            expected: .failure(.roleNeedsOneSource(profile: "default"))
        ),
        SourceCase(
            name: "is the AWS CLI if MFA is needed",
            config: "[default]\nrole_arn = A\nsource_profile = b\nmfa_serial = M\n",
            expected: .success(.awsCLI(profile: "default"))
        ),
        SourceCase(
            name: "is a role by the environment",
            environment: environmentKeys,
            config: "[profile a]\nrole_arn = A\ncredential_source = Environment\n",
            profile: "a",
            expected: .success(.role(role("A"), from: keys("AKIDENV")))
        ),
        SourceCase(
            name: "is a role by the machine",
            config: "[default]\nrole_arn = A\ncredential_source = Ec2InstanceMetadata\n",
            expected: .success(.role(role("A"), from: metadata))
        ),
        SourceCase(
            name: "is a role by the container",
            environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"],
            config: "[default]\nrole_arn = A\ncredential_source = EcsContainer\n",
            expected: .success(.role(role("A"), from: .container(agent, target: "/v2/x", .none)))
        ),
        SourceCase(
            name: "is an error for a role whose source has no credentials",
            config: "[default]\nrole_arn = A\ncredential_source = EcsContainer\n",
            expected: .failure(.sourceWithoutCredentials(profile: "default"))
        ),
        SourceCase(
            name: "is an error for an unknown credential_source",
            config: "[default]\nrole_arn = A\ncredential_source = Moon\n",
            expected: .failure(.unknownCredentialSource("Moon", profile: "default"))
        ),
        SourceCase(
            name: "is a web identity by the environment",
            environment: [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": "R", "AWS_ROLE_SESSION_NAME": "ci",
            ],
            credentials: file("default", "AKIDFILE"),
            expected: .success(.webIdentity(role("R", session: "ci"), tokenFile: "/t"))
        ),
        SourceCase(
            name: "is a web identity by the profile",
            environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/other", "AWS_ROLE_ARN": "Other"],
            config: "[profile w]\nrole_arn = R\nweb_identity_token_file = /t\n",
            profile: "w",
            expected: .success(.webIdentity(role("R"), tokenFile: "/t"))
        ),
        SourceCase(
            name: "is an error for a web identity without a role",
            environment: ["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"],
            expected: .failure(.webIdentityWithoutRole)
        ),
    ]

    private static let machines: [SourceCase] = [
        SourceCase(
            name: "is the container",
            environment: [
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x?id=1", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "t",
            ],
            expected: .success(.container(agent, target: "/v2/x?id=1", .text("t")))
        ),
        SourceCase(
            name: "is the container at a full URI",
            environment: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1338/latest?a=b",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "t", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/f",
            ],
            expected: .success(
                .container(Endpoint(.http, "127.0.0.1", port: 1338), target: "/latest?a=b", .file("/f"))
            )
        ),
        SourceCase(
            name: "is the container at any host with https",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://example.com"],
            expected: .success(.container(Endpoint(.https, "example.com"), target: "/", .none))
        ),
        SourceCase(
            name: "is an error for a container at another host without https",
            environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.example.com/x"],
            expected: .failure(.foreignContainerHost("127.example.com"))
        ),
        SourceCase(
            name: "is the profile before the container",
            environment: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"],
            credentials: file("default", "AKIDFILE"),
            expected: .success(keys("AKIDFILE"))
        ),
        SourceCase(
            name: "is the machine at a configured address",
            environment: [
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[::1]:99/", "AWS_METADATA_SERVICE_TIMEOUT": "5",
            ],
            expected: .success(.instanceMetadata(Endpoint(.http, "::1", port: 99), timeout: .seconds(5)))
        ),
        SourceCase(
            name: "is the machine by IPv6",
            config: "[default]\nec2_metadata_service_endpoint_mode = IPv6\n",
            expected: .success(.instanceMetadata(Endpoint(.http, "fd00:ec2::254"), timeout: .seconds(1)))
        ),
    ]

    @Test(arguments: plain + roles + machines)
    func `follows the table`(row: SourceCase) throws {
        let files = SharedFiles(
            config: try ConfigFile(row.config, name: "config"),
            credentials: try ConfigFile(row.credentials, name: "credentials")
        )
        let settings = AWSSettings(environment: row.environment, files: files, profile: row.profile)
        let found = Result { () throws(SettingsError) in try settings.credentialSource() }
        #expect(found == row.expected)
    }
}

struct `Credentials` {
    private static let keys = CredentialSource.keys(AWSCredentials(accessKeyID: "A", secretAccessKey: "s"))
    private static let role = RoleRequest(roleARN: "arn:aws:iam::123456789012:role/deployer", sessionName: nil)

    @Test func `are at hand where no command has to run and no machine has to be asked`() {
        let token = CredentialSource.webIdentity(Self.role, tokenFile: "/token")
        for source in [Self.keys, .role(Self.role, from: Self.keys), token] { #expect(source.isAtHand) }
        let command = CredentialSource.process(command: "print-keys")
        for source in [command, .awsCLI(profile: "sso"), .role(Self.role, from: command)] { #expect(!source.isAtHand) }
    }
}
