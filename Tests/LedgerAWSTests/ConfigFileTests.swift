import LedgerDomain
import TestThreads
import Testing

@testable import LedgerAWS
import LedgerValues

struct `A shared file` {
    private static let texts = [
        "", "\n\n# nothing\n", "[default]\nregion = eu-west-1\n", "[default]\nRegion=eu-west-1\noutput : json",
        "[profile dev]\nregion = a # not a comment\n; a comment\n   # another\nrole_arn = arn:aws:iam::1:role/x=y\n",
        "[profile \"with space\"]\nregion=b\n[profile 'single']\nregion=c\n[profile   wide]\nregion=d\n",
        "[profile dev]\ns3 =\n  max_concurrent_requests = 20\n  signature_version = s3v4\nregion = us-east-2\n",
        "[services local]\necs =\n  endpoint_url = http://127.0.0.1:5000\nsts = \n  endpoint_url = http://127.0.0.1:5001\n",
        "[default]\ncredential_process = \"/opt/my tool\" --a \"b c\"\nempty =\n\n[preview]\nx = 1\n",
        "[profile dev]\r\nregion = eu-west-1\r\nsource_profile = default\r\n",
        "[default]\nlong = one\n  two\nregion = z\n",
        "[sso-session corp]\nsso_region = us-east-1\n[profile s]\nsso_session = corp\n",
    ]

    @Test(StartsPrograms(), .enabled(if: Python.hasBotocore, "there is no botocore"))
    func `is read like botocore`() throws {
        let answers = try Python.ask("config", .array(Self.texts.map { .string($0) }))
        for (index, text) in Self.texts.enumerated() {
            let files = SharedFiles(config: try ConfigFile(text, name: "config"))
            for member in answers.array?[index]["profiles"]?.object?.members ?? [] {
                let profile = try #require(files.profile(member.key), "\(member.key) of \(text)")
                let expected = member.value.object?.members.compactMap { $0.value.string == nil ? nil : $0 } ?? []
                #expect(profile.config.count == expected.count, "\(text)")
                for value in expected { #expect(profile.config[value.key] == value.value.string, "\(text)") }
            }
            for member in answers.array?[index]["services"]?.object?.members ?? [] {
                for service in member.value.object?.members ?? [] {
                    let url = files.config.members(service.key, in: "services \(member.key)")?["endpoint_url"]
                    #expect(url == service.value["endpoint_url"]?.string && url != nil)
                }
            }
        }
    }

    @Test(
        arguments: [
            ("region = a\n", 1), ("[default]\nregion\n", 2), ("[default\nregion = a\n", 1), ("[]\n", 1),
            ("[default]\na = 1\n= 2\n", 3),
        ]
    )
    func `with an error is rejected with the line`(text: String, line: Int) {
        #expect(throws: SettingsError.unreadable("config", line: line)) { try ConfigFile(text, name: "config") }
    }

    @Test func `never prints its content`() throws {
        let file = try ConfigFile("[default]\naws_secret_access_key = wJalrXUtnFEMI\n", name: "credentials")
        let settings = AWSSettings(
            environment: ["AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI"],
            files: SharedFiles(credentials: file)
        )
        var dumped = "\(file) \(settings) \(try settings.profile()) \(String(reflecting: settings))"
        dump(settings, to: &dumped)
        dump(try settings.profile(), to: &dumped)
        #expect(!dumped.contains("wJalr"))
    }
}
