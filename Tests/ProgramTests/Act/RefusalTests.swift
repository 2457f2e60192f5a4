import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What cannot be deployed` {
    @Test(
        arguments: [
            (["deploy", "shop/dev", "--image", "shop:v9"], 3, "image"),
            (["deploy", "shop/dev", "--image", "nothing:v1"], 3, "image"),
            (["deploy", "shop/gone", "--image", "shop:v1"], 3, "shop/gone"),
            (["deploy", "shop/dev", "--image", "docker.io/library/nginx:1"], 4, "digest"),
            (["rollback", "shop/dev"], 4, "no default rollback target"),
            (["rollback", "shop/dev", "v3"], 3, "v3"),
            (["rollback", "shop/dev", "2222222"], 3, "2222222"),
            (["deploy", "shop/dev", "--image", "shop:v1", "--commit", "not; a commit"], 64, "is not a commit"),
            (["wait", "shop/gone"], 3, "shop/gone"),
            (["deploy", "shop/dev", "--image", "shop:v1", "--poll", "soon"], 64, "--poll"),
            (["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", "gone:7"], 3, "revision gone:7"),
            (["mark", "shop/dev@v1", "bad", "-m", "why"], 3, "v1"),
        ]
    )
    func `is refused in one line`(_ words: [String], _ status: Int32, _ what: String) throws {
        let place = try EmulatedStage()
        try place.sandbox.refuse(words, environment: place.environment, with: status, what)
        #expect(try place.writes() == [])
    }

    @Test func `is in another account`() throws {
        let place = try EmulatedStage(account: "999999999999")
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "999999999999")
    }

    @Test func `has no credentials`() throws {
        let place = try EmulatedStage()
        let environment = ["AWS_ENDPOINT_URL": place.emulator.url, "AWS_EC2_METADATA_DISABLED": "true"]
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.refuse(words, environment: environment, with: 1, "credentials")
    }

    @Test func `is no service, or a missing one`() throws {
        let place = try EmulatedStage()
        let target: (JSONValue) -> JSONObject = { target in
            [
                "stack": "shop", "account": "123456789012", "region": "eu-west-1", "approval": "automatic",
                "target": target,
            ]
        }
        var lambda = target(["kind": "lambda", "function": "resize"])
        (lambda["stage"], lambda["after"]) = ("fn", "dev")
        var service = target([
            "kind": "ecs", "cluster": "main", "service": "gone", "family": "gone", "container": "api",
        ])
        (service["stage"], service["after"]) = ("lost", "fn")
        var cluster = target([
            "kind": "ecs", "cluster": "nowhere", "service": "gone", "family": "gone", "container": "api",
        ])
        (cluster["stage"], cluster["after"]) = ("away", "lost")
        try place.sandbox.record([lambda, service, cluster].map { Event.line("stage.added", nil, $0) })
        for (stage, status, words) in [("fn", 3, "function 'resize'"), ("lost", 3, "gone"), ("away", 3, "nowhere")] {
            let words = (["deploy", "shop/\(stage)", "--image", "shop:v1"], words)
            try place.sandbox.refuse(words.0, environment: place.environment, with: Int32(status), words.1)
        }
    }
}
