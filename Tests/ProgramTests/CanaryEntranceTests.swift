import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerValues
import Testing

@Suite(.startsPrograms)
struct `A secret that somebody else brings` {
    private static func revision(_ place: String) -> String {
        Event.revision("shop-dev", 1, Canary.request(place))
    }

    /// Containers with one secret each; a word of a command comes after the one that says what it is.
    private static let containers: [JSONObject] = {
        var all: [JSONObject] = []
        for member in Canary.container("one").members + Canary.pascalContainer("pascal").members {
            let words = member.value.array?.compactMap(\.string) ?? []
            guard words.count > 4 else {
                all.append([member.key: member.value])
                continue
            }
            for (index, word) in words.enumerated() where isSecret(.string(word)) {
                let words = words[max(0, index - 1)...index]
                all.append([member.key: .array(words.map { .string($0) })])
            }
        }
        return all.filter { isSecret(.object($0)) }
    }()

    private static func isSecret(_ value: JSONValue) -> Bool { CanonicalJSON.text(value).contains(Canary.value("")) }

    /// Where earlier versions have sealed nothing: their exports have to be taken as they are.
    private static let since: Set = [
        "credentialSpecs", "env_vars", "environ", "environmentFiles", "secrets", "systemControls", "user",
        "workingDirectory",
    ]

    @Test func `is refused by a replay wherever every version seals it, and is never repeated`() throws {
        let sandbox = try Sandbox.withLedger()
        var (sightings, refused) = (Sightings(), 0)
        for container in Self.containers where !container.members.contains(where: { Self.since.contains($0.key) }) {
            let format = ["table", "json"][refused % 2]
            let line = try UnsealedLine.of(container)
            let answer = try sandbox.run(["replay", "-", "--verbose", "-o", format], input: line)
            #expect(answer.status == 64, "\(CanonicalJSON.text(.object(container))): \(answer.error)")
            sightings.search(answer, of: "replay")
            refused += 1
        }
        sightings.search(filesOf: sandbox, "at the end")
        let older = Canary.container("older").members.filter { Self.since.contains($0.key) }
        let line = try UnsealedLine.of(older.reduce(into: [:]) { $0[$1.key] = $1.value })
        for words in [["replay", "-"], ["verify", "--full"], ["doctor"], ["revisions"]] {
            sightings.search(try sandbox.run(words + ["--verbose"], input: line), of: words[0])
        }
        #expect(sightings.found.isEmpty, "\(Set(sightings.found).sorted().prefix(20))")
        #expect(refused >= 18 && older.count == Self.since.count)
    }

    private static let audits = [
        "verify --full", "verify --quick", "doctor", "checkpoint", "checkpoint --out c", "prove '#5' --out p",
        "verify --checkpoint c --key \"$($SL keys show)\"", "verify --proof p --key \"$($SL keys show)\"",
        "export --out e",
        "backup b.db --force", "events -n 0", "show shop-dev:1", "keys rotate-seal", "verify --full",
    ]

    @Test func `stays sealed through an export, a replay, a backup, a restore and every audit`() throws {
        var sightings = Sightings()
        let first = try Sandbox.withShop()
        try first.record([Self.revision("moved")])
        try first.succeed("backup", "b.db")
        let exported = try first.succeed("export").bytes
        let (second, third) = (try Sandbox.withLedger(), try Sandbox())
        for (sandbox, words) in [(second, ["replay", "-"]), (third, ["restore", "\(first.path)/b.db"])] {
            let answer = try sandbox.run(words + ["--verbose"], input: exported)
            #expect(answer.status == 0, "\(answer.error)")
            sightings.search(answer, of: words[0])
        }
        for sandbox in [first, second, third] {
            _ = try sandbox.shell("$SL keys generate")
            for audit in Self.audits {
                sightings.search(try sandbox.shell("$SL \(audit) --verbose"), of: audit)
            }
            sightings.search(filesOf: sandbox, "after the audits")
            #expect(try sandbox.log().head().size >= 5)
        }
        #expect(sightings.found.isEmpty, "\(Set(sightings.found).sorted().prefix(20))")
        // It was there all the time.
        var revealed = Sightings()
        revealed.search(try first.run("show", "shop-dev:1", "--reveal"), of: "show --reveal")
        #expect(!revealed.found.isEmpty)
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A secret on its way to AWS` {
    private static let queries = [
        "status --check", "history", "actions", "events -n 0", "targets shop/dev", "verify --full", "export",
    ]

    /// What commands print, in the one format or the other.
    private func look(
        _ place: EmulatedStage,
        _ commands: [[String]],
        _ variables: [String: String] = [:],
        into sightings: inout Sightings
    ) throws {
        let environment = place.environment.merging(variables) { $1 }
        for command in commands {
            let format = ["table", "json"][sightings.searched % 2]
            let words = command + (command == ["export"] ? [] : ["-o", format]) + ["--verbose"]
            sightings.search(try place.sandbox.run(words, environment: environment), of: "\(words)")
        }
    }

    /// What can be seen at the end, but for the file that the secrets came from.
    private func check(
        _ place: EmulatedStage,
        _ sightings: Sightings,
        except file: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var sightings = sightings
        try look(place, Self.queries.map { $0.split(separator: " ").map(String.init) }, into: &sightings)
        sightings.search(filesOf: place.sandbox, "at the end")
        let found = Set(sightings.found).filter { !$0.hasPrefix("\(file) at") }.sorted()
        #expect(found == [], sourceLocation: sourceLocation)
    }

    /// A definition that AWS takes, with a secret in each member of a container that it has.
    private static func definition(_ place: String) -> JSONObject {
        var container = Canary.container(place)
        for other in ["env_vars", "environ", "secrets", "credentialSpecs", "environmentFiles"] {
            container[other] = nil
        }
        container["environment"] = [["name": "A", "value": Canary.json("\(place)-env")]]
        (container["image"], container["memory"], container["essential"]) = ("shop:old", 64, true)
        container["logConfiguration"] = [
            "logDriver": "splunk", "options": ["splunk-token": Canary.json("\(place)-option")],
        ]
        container["firelensConfiguration"] = nil
        return ["containerDefinitions": [.object(container)]]
    }

    @Test func `is not told of the file of a definition, whether it is taken or refused`() throws {
        let place = try EmulatedStage()
        let good = CanonicalJSON.text(.object(Self.definition("file")))
        let files = [
            good, String(good.dropLast(3)), good + "x", CanonicalJSON.text(.object(Canary.request("whole"))),
            "[\(good)]", good.replacingOccurrences(of: "\"memory\":64", with: "\"memory\":1.5"),
            "\"\(Canary.value("text"))\"", Canary.value("word"),
        ]
        var sightings = Sightings()
        for text in files {
            let file = try place.sandbox.file("task.json", Array(text.utf8))
            let deploy = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", file, "--poll", "0s"]
            try look(place, [deploy + ["--dry-run"], deploy], into: &sightings)
        }
        try check(place, sightings, except: "task.json")
        let sent = try place.requests("RegisterTaskDefinition").map(CanonicalJSON.text).joined()
        #expect(sent.contains(Canary.value("file-env")), "AWS has it")
    }

    @Test func `is not told of what AWS answers`() throws {
        let place = try EmulatedStage(containers: Self.definition("answer")["containerDefinitions"]?.array ?? [])
        let cause: JSONObject = [
            "stopCode": "EssentialContainerExited",
            "stoppedReason": .string("DB_PASSWORD=\(Canary.value("stopped")) is wrong"),
            "containers": [["exitCode": 1, "reason": .string("token=\(Canary.value("reason"))")]],
            "overrides": ["containerOverrides": [.object(Canary.container("override"))]],
        ]
        try place.emulator.ask("cause", ["name": .string(place.name), "members": .object(cause)])
        var sightings = Sightings()
        let deploy = ["deploy", "shop/dev", "--poll", "0s", "--image"]
        try look(
            place,
            [deploy + ["shop:v1", "--dry-run"], deploy + ["shop:v1"], ["restart", "shop/dev", "--poll", "0s"]],
            into: &sightings
        )
        try place.rollout(ends: "FAILED")
        try look(place, [deploy + ["shop:v2"], ["rollback", "shop/dev", "--dry-run"], ["recover"]], into: &sightings)
        try check(place, sightings)
        #expect(try place.writes().filter { $0 == "RegisterTaskDefinition" }.count >= 2)
    }

    @Test func `is not told of what gives the credentials`() throws {
        let place = try EmulatedStage()
        let canary = Canary.value
        let keys = "\"AccessKeyId\":\"\(canary("id"))\",\"SecretAccessKey\":\"\(canary("secret"))\""
        let answers = [
            "{\(keys)", "{\"Version\":9,\(keys)}", "{\"Version\":1,\(keys),\"Expiration\":\"\(canary("when"))\"}",
            "{\"Version\":1,\"SecretAccessKey\":\"\(canary("half"))\"}", canary("noise"),
        ]
        let answer = try place.sandbox.file("answer", [])
        let program = "[default]\ncredential_process = sh -c 'cat \(answer); cat \(answer) >&2; exit 3'\n"
        let configs =
            answers.flatMap { [($0, program), ($0, program.replacingOccurrences(of: "; exit 3", with: ""))] } + [
                ("", "[default]\naws_secret_access_key \(canary("line"))\n"),
                ("", "[default\naws_secret_access_key = \(canary("open"))\n"),
                ("", "aws_secret_access_key = \(canary("early"))\n"),
                ("", "[default]\naws_access_key_id = \(canary("alone"))\n"),
                ("", "[default]\naws_access_key_id = \(canary("a b"))\naws_secret_access_key = \(canary("c d"))\n"),
            ]
        var sightings = Sightings()
        let deploy = ["deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s", "--timeout", "5s"]
        for (answer, config) in configs {
            _ = try place.sandbox.file("answer", Array(answer.utf8))
            let file = try place.sandbox.file("config", Array(config.utf8))
            let variables = [
                "AWS_CONFIG_FILE": file, "AWS_SHARED_CREDENTIALS_FILE": file, "AWS_ACCESS_KEY_ID": "",
                "AWS_SECRET_ACCESS_KEY": "",
            ]
            try look(place, [deploy], variables, into: &sightings)
        }
        for name in ["answer", "config"] { _ = try place.sandbox.file(name, []) }
        try check(place, sightings)
    }

    @Test(arguments: ["HTTP_PROXY", "AWS_ENDPOINT_URL", "AWS_CONTAINER_CREDENTIALS_FULL_URI"])
    func `is not told of the password in a URL`(variable: String) throws {
        let place = try EmulatedStage()
        let canary = Canary.value(variable.lowercased())
        let host = place.emulator.url.split(separator: "/").last.map(String.init) ?? ""
        var sightings = Sightings()
        for url in ["http://u:\(canary)@127.0.0.1:9/", "http://u:\(canary)@\(host)", "http://\(host)/?token=\(canary)"]
        {
            var variables = [variable: url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": canary]
            if variable == "HTTP_PROXY" { variables["AWS_ENDPOINT_URL"] = "http://aws.invalid" }
            if variable.hasSuffix("URI") {
                variables.merge(["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""]) { $1 }
            }
            let deploy = ["deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s", "--timeout", "2s"]
            try look(place, [deploy, ["status", "--check"]], variables, into: &sightings)
        }
        try check(place, sightings)
    }
}
