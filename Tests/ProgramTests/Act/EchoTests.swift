import Foundation
import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A secret that AWS repeats` {
    private static let container: JSONValue = [
        "name": "api", "image": "shop:old", "memory": 64, "command": ["run", "--db-password", Canary.json("command")],
        "environment": [
            ["name": "A", "value": Canary.json("env")],
            ["name": "B", "value": .string("x\"\\/\(Canary.value("quoted"))<&>")],
        ],
    ]

    private func environment(_ place: EmulatedStage) -> [String: String] {
        place.environment.merging([
            "AWS_ACCESS_KEY_ID": Canary.value("key-id"), "AWS_SECRET_ACCESS_KEY": Canary.value("key"),
            "AWS_SESSION_TOKEN": Canary.value("token"),
        ]) { $1 }
    }

    @Test(
        arguments: Thoroughness.pairs(
            ["RegisterTaskDefinition", "DescribeTaskDefinition", "UpdateService", "DescribeServices"],
            ["echo", "echoFault", "echoDenied"]
        )
    )
    func `is on no screen and in no file`(_ operation: String, _ fate: String) throws {
        let place = try EmulatedStage(containers: [Self.container])
        var sightings = Sightings()
        for _ in 0..<12 { try place.meet(operation, fate) }
        let commands = [
            ["deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s", "--timeout", "20s", "--verbose"],
            ["recover", "--verbose"],
            ["status", "--check", "-o", "json"], ["history", "-o", "json"], ["actions", "-o", "json"], ["export"],
        ]
        for command in commands {
            let answer = try place.sandbox.run(command, environment: environment(place))
            sightings.search(answer, of: command.joined(separator: " "))
        }
        sightings.search(filesOf: place.sandbox, "at the end")
        #expect(sightings.found.isEmpty, "\(Set(sightings.found).sorted().prefix(20))")
        // The error arrived, and it repeated something.
        let said = try place.sandbox.run("export").output
        if operation == "RegisterTaskDefinition" { #expect(said.contains("cannot read")) }
    }

    @Test(arguments: [
        ["AWS_SESSION_TOKEN": "\(Canary.value("token"))\r"], ["AWS_SECRET_ACCESS_KEY": "\(Canary.value("key"))\nX: y"],
        ["HTTP_PROXY": "socks5://u:\(Canary.value("proxy"))@h"],
        ["AWS_ENDPOINT_URL": "http://u:\(Canary.value("url"))@h"],
        ["AWS_ENDPOINT_URL": "http://h/?\(Canary.value("query"))"],
    ])
    func `is not in the error about a setting either`(variables: [String: String]) throws {
        let place = try EmulatedStage()
        var sightings = Sightings()
        for format in ["table", "json"] {
            let words = [
                "deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s", "--timeout", "5s", "-o", format,
                "--verbose",
            ]
            // Not of this machine, so that the proxy is asked for.
            let url = ["AWS_ENDPOINT_URL": variables["HTTP_PROXY"] == nil ? place.emulator.url : "http://aws.invalid"]
            let environment = environment(place).merging(url) { $1 }.merging(variables) { $1 }
            let answer = try place.sandbox.run(words, environment: environment)
            #expect(answer.status != 0)
            sightings.search(answer, of: "deploy")
        }
        sightings.search(filesOf: place.sandbox, "at the end")
        #expect(sightings.found.isEmpty, "\(Set(sightings.found).sorted().prefix(20))")
    }

    @Test func `is not in what a credential process writes`() throws {
        let place = try EmulatedStage()
        let config = "[default]\ncredential_process = sh -c 'echo \(Canary.value("process")) >&2; exit 3'\n"
        var environment = place.environment.merging([
            "AWS_CONFIG_FILE": try place.sandbox.file("config", Array(config.utf8))
        ]) {
            $1
        }
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] { environment[name] = nil }
        var sightings = Sightings()
        let answer = try place.sandbox.run(["deploy", "shop/dev", "--image", "shop:v1"], environment: environment)
        sightings.search(answer, of: "deploy")
        #expect(answer.status != 0 && sightings.found.isEmpty, "\(answer.error)")
    }
}
