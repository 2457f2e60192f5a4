import Foundation
import LedgerDomain
import LedgerLog
import LedgerValues

/// A value that must be found nowhere, and all the forms in which it is looked for.
enum Canary {
    /// What every one of them has in it.
    private static let core = "zq7KanarieXw4Tq9"

    static func value(_ place: String) -> String { "\(core)-\(place)" }
    static func json(_ place: String) -> JSONValue { .string(value(place)) }

    /// A container with one in each place that a task definition has for it.
    static func container(_ place: String) -> JSONObject {
        [
            "name": "api",
            "environment": [
                ["name": "A", "value": json("\(place)-env")], ["name": "B", "value": [json("\(place)-list")]],
            ],
            "command": [
                "serve", "--password", json("\(place)-word"), .string("--token=\(value("\(place)-flag"))"),
                "--db-password", .string("$\(value("\(place)-dollar"))"), "--secret",
                .string("arn:\(value("\(place)-arn"))"),
                "--api-key", .string("file:\(value("\(place)-path"))"), "requirepass", json("\(place)-redis"),
                .string("cfg:db.password=\(value("\(place)-cfg"))"),
                .string("Authorization Splunk \(value("\(place)-splunk"))"),
            ],
            "entryPoint": ["sh", "-c", .string("PASSWORD=\(value("\(place)-shell")) run")],
            "dockerLabels": ["a.secret": json("\(place)-label")],
            "healthCheck": ["command": ["CMD-SHELL", .string("curl redis://:\(value("\(place)-url"))@h/")]],
            "logConfiguration": ["options": ["splunk-token": json("\(place)-option")]],
            "firelensConfiguration": [
                "options": [
                    "apikey": json("\(place)-firelens"), "Header": .string("X-Api-Key \(value("\(place)-header"))"),
                ]
            ],
            "user": .string("password=\(value("\(place)-user"))"),
            "credentialSpecs": [.string("password=\(value("\(place)-spec"))")],
            "systemControls": [["namespace": "kernel.password", "value": json("\(place)-sysctl")]],
            "environmentFiles": [["type": "s3", "value": json("\(place)-file")]],
            "secrets": [["name": "A", "valueFrom": .string("token=\(value("\(place)-from"))")]],
            "env_vars": [["name": "A", "value": json("\(place)-env-vars")]], "environ": ["A": json("\(place)-environ")],
            "workingDirectory": .string("{\"env\":{\"A\":\"\(value("\(place)-json"))\"}}"),
        ]
    }

    /// The same in CloudFormation's letters.
    static func pascalContainer(_ place: String) -> JSONObject {
        [
            "Name": "api", "Environment": [["Name": "A", "Value": json("\(place)-env")]],
            "Command": ["--api-key", json("\(place)-word")], "DockerLabels": ["a.secret": json("\(place)-label")],
            "LogConfiguration": ["Options": ["splunk-token": json("\(place)-option")]],
            "HealthCheck": ["Command": ["CMD", "--secret", json("\(place)-check")]],
        ]
    }

    /// A request or an answer as AWS has it.
    static func request(_ place: String) -> JSONObject {
        [
            "family": "shop-dev",
            "containerDefinitions": [.object(container("\(place)-ecs"))],
            "ContainerDefinitions": [.object(pascalContainer("\(place)-cfn"))],
            "overrides": ["containerOverrides": [.object(container("\(place)-override"))]],
            "Environment": [
                "Variables": [
                    "A": json("\(place)-lambda"), "NAME": json("\(place)-name"), "VALUE": json("\(place)-value"),
                ]
            ],
            "tags": [["key": "DB_PASSWORD", "value": json("\(place)-tag")]],
            "proxyConfiguration": ["properties": [["name": "PASSWORD", "value": json("\(place)-proxy")]]],
            "document": .string(CanonicalJSON.text(["environment": ["A": json("\(place)-document")]])),
            "failures": [["reason": .string("bad DB_PASSWORD=\(value("\(place)-reason"))")]],
            "environmentVariablesOverride": [["name": "A", "value": json("\(place)-codebuild"), "type": "PLAINTEXT"]],
            "volumes": [["dockerVolumeConfiguration": ["driverOpts": ["password": json("\(place)-volume")]]]],
        ]
    }

    /// The forms of the core: as it is, hexadecimal, Base64 at each of its three alignments, percent-encoded, and as
    /// JSON's escapes.
    static let needles: [[UInt8]] = {
        let bytes = Array(core.utf8)
        let base64 = (0..<3).map { skipped in
            // The groups that do not depend on what stands around.
            let whole = bytes.dropFirst(skipped)
            return Data(whole.prefix(whole.count / 3 * 3)).base64EncodedString()
        }
        let hex = bytes.map { String($0, radix: 16) }
        let forms = [
            core, hex.joined(), hex.joined().uppercased(), hex.map { "%\($0)" }.joined(),
            hex.map { "%\($0.uppercased())" }.joined(), hex.map { "\\u00\($0)" }.joined(),
            hex.map { "\\u00\($0.uppercased())" }.joined(), String(core.reversed()),
        ]
        return (forms + base64).map { Array($0.utf8) }
    }()
}

/// Everything that a ledger and its program let be seen, and where a canary was seen in it.
struct Sightings {
    private(set) var found: [String] = []
    private(set) var searched = 0

    mutating func search(_ bytes: [UInt8], of name: String) {
        searched += 1
        let data = Data(bytes)
        for needle in Canary.needles where data.range(of: Data(needle)) != nil {
            found.append("\(name) has \(String(decoding: needle, as: UTF8.self))")
        }
    }

    mutating func search(_ answer: Answer, of name: String) {
        search(answer.bytes, of: "standard output of \(name)")
        search(Array(answer.error.utf8), of: "standard error of \(name)")
    }

    /// Every byte of every file below the sandbox, the ledger's and any other that the program may have made.
    mutating func search(filesOf sandbox: Sandbox, _ when: String) {
        let names = FileManager.default.enumerator(atPath: sandbox.path)?.compactMap { $0 as? String } ?? []
        for name in names {
            guard let bytes = FileManager.default.contents(atPath: "\(sandbox.path)/\(name)") else { continue }
            search(Array(bytes), of: "\(name) \(when)")
        }
    }
}
