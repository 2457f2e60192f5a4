import LedgerLog
import LedgerTesting
import Testing

struct `A credential` {
    /// Fictional, each in its issuer's form; concatenated here so that scanners do not report them.
    private static let credentials: [(String, String)] = [
        ("aws-access-key-id", "AKIA" + "IOSFODNN7EXAMPLE"),
        ("aws-access-key-id", "export AWS_ACCESS_KEY_ID=ASIA" + "QWERTYUIOP234567 && run"),
        ("aws-secret-key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("github-token", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"),
        ("github-token", "clone https://github_pat_" + "11ABCDEFG0aBcDeFgHiJkLmNoPqRsT@github.com/a/b"),
        ("gitlab-token", "glpat-" + "abcDEF123456ghiJKL78"), ("slack-token", "xoxb-" + "123456789012-abcdefABCDEF"),
        ("slack-webhook", "https://hooks.slack.com/services/" + "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX"),
        ("stripe-key", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"), ("stripe-key", "--key=rk_test_" + "abcdef123456"),
        ("google-key", "AIza" + "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe"),
        ("npm-token", "npm_" + "abcdefghijklmnopqrstuvwxyz0123456789"),
        ("vendor-token", "SG." + "ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc"),
        ("jwt", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"),
        ("private-key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"),
        ("private-key", "-----BEGIN PGP PRIVATE KEY BLOCK-----"),
        ("url-password", "postgres://shop:hunter2@db.internal:5432/shop"), ("url-password", "redis://:hunter2@cache"),
        ("url-password", "amqp://u:p%40ss@mq"), ("url-password", "--dsn=mysql://u:pa/ss@h/db"),
        ("password-hash", "ana:$apr1$" + "H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"),
        ("password-hash", "ana:$$2y$$" + "05$$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC"),
        ("named-secret", "--password=hunter2"), ("named-secret", "run --db-password hunter2 --verbose"),
        ("named-secret", "PGPASSWORD=hunter2 psql"), ("named-secret", "--password=123456"),
        ("named-secret", "mysqladmin --password='hunter2'"), ("named-secret", "curl http://x/?access_token=hunter2"),
        ("named-secret", "{\"host\":\"x\",\"password\":\"hunter2\"}"),
        ("named-secret", "\\\"api_key\\\": \\\"hunter2\\\""),
        ("named-secret", "curl -H 'X-Api-Key: hunter2' x"), ("named-secret", "Authorization: Token hunter2"),
        ("named-secret", "client_secret=hunter2"), ("named-secret", "-Dapp.secretKey=hunter2"),
        ("named-secret", "AccountKey=hunter2;EndpointSuffix=core.windows.net"),
        ("named-secret", "cfg:db.password=hunter2"), ("named-secret", "redis-server --requirepass hunter2"),
        ("named-secret", "redis-server requirepass hunter2"), ("named-secret", "--password=$ecret123"),
        ("named-secret", "--password $canary-dollar"), ("named-secret", "--password=${DB:-hunter2}"),
        ("named-secret", "--password=${DB}hunter2"), ("named-secret", "--password=$(echo hunter2)"),
        ("named-secret", "--db-password=arn:hunter2"), ("named-secret", "--token=http://hunter2"),
        ("url-password", "--token=https://u:p@example.com/x"), ("named-secret", "--password=file:hunter2"),
        ("named-secret", "--password=env:hunter2"), ("named-secret", "--password=<hunter2>"),
        ("named-secret", "--password={{hunter2}}!"), ("named-secret", "--password=%%hunter2"),
        ("named-secret", "Header=X-Api-Key hunter2"), ("named-secret", "headers: X-Auth-Token: hunter2"),
        ("named-secret", "Authorization Splunk hunter2"), ("named-secret", "Authorization: Splunk hunter2"),
        ("named-secret", "dbPass=hunter2"), ("named-secret", "keytool -storepass hunter2 -list"),
        ("authorization", "curl -H \"x: Basic " + "YW5hOmh1bnRlcjI=\""),
        ("authorization", "Bearer abcdefgh12345678ijkl"),
        ("authorization", "curl -u ana:hunter2 https://x"), ("random-text", "zX8kQ2vN7pL4mR9tW3yB6c"),
        ("random-text", "seed:Vb3Kq8Zt1Xw6Rm9Pn4Ls7Yd2Hf5Jg0"),
    ]

    @Test(arguments: credentials.indices)
    func `is known by its form`(index: Int) {
        let (name, text) = Self.credentials[index]
        #expect(CredentialText(text).credential?.name == name, "\(text)")
    }

    @Test(arguments: CredentialRule.all.map(\.name))
    func `is listed for each rule`(name: String) {
        #expect(Self.credentials.contains { $0.0 == name } || name == "pypi-token")
    }

    @Test(arguments: [
        ("hunter2", "--password"), ("hunter2", "-token"), ("ana:hunter2", "-u"), ("hunter2", "requirepass"),
        ("hunter2", "--requirepass"), ("$ecret123", "--password"), ("X-Api-Key hunter2", "--header"),
    ])
    func `is known by the element before it`(text: String, previous: String) {
        #expect(CredentialText(text, after: previous).credential != nil)
        #expect(CredentialText(text).credential == nil)
    }

    @Test(arguments: [
        ("hunter2", "db-password"), ("hunter2", "splunk-token"), ("hunter2", "com.acme.apiKey"),
        ("hunter2", "apikey"), ("5f4dcc3b5aa765d61d8327deb882cf99", "secret"), ("X-Api-Key hunter2", "Header"),
        ("Authorization Splunk-2 hunter2", "header"), ("arn:hunter2", "password"), ("file:hunter2", "token"),
    ])
    func `is known by its name`(text: String, key: String) {
        #expect(CredentialText(text, under: key).credential != nil)
        #expect(CredentialText(text).credential == nil)
    }

    /// Values from published task definitions, commands and labels.
    static let innocents = [
        "", "api", "npm", "run", "start", "--port", "8080", "sh", "-c", "python manage.py migrate --noinput",
        "sha256:7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api:v2.14.0-4f0c2a9be1d35f7768a9b0c1d2e3f4a5b6c7d8e9",
        "4f0c2a9be1d35f7768a9b0c1d2e3f4a5b6c7d8e9", "4f0c2a9", "0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:Shop/ApiKey-a1B2c3",
        "arn:aws:iam::123456789012:role/ProdStack-ServiceTaskDefTaskRole0CFE2F57-1XYZABC2DEF3",
        "ProdStack-ApiLogGroup4A5B6C7D-AbCdEfGhIjKl", "TaskDefwebLogGroup6E6F5C4C", "/ecs/shop-prod", "eu-west-1",
        "/usr/local/bin/docker-entrypoint.sh", "/var/run/secrets/kubernetes.io/serviceaccount", "./bin/server",
        "internal-shop-alb-1234567890.us-east-1.elb.amazonaws.com", "shop.abcdefghijkl.eu-west-1.rds.amazonaws.com",
        "https://sqs.us-east-1.amazonaws.com/123456789012/orders", "http://localhost:8080/health?check=1@2",
        "https://app.example.com:8443/path@v2", "git@github.com:acme/shop.git", "2026-11-03T10:00:00.250000Z",
        "CMD-SHELL", "curl -f http://localhost:8080/healthz || exit 1", "wget -qO- http://127.0.0.1/ | grep -q ok",
        "-XX:+UseG1GC", "-XX:MaxRAMPercentage=75.0", "-Djava.security.egd=file:/dev/./urandom",
        "-javaagent:/opt/dd-java-agent.jar", "--max-old-space-size=4096", "--max-tokens=4096", "token-ttl=3600",
        "--password-file=/run/secrets/db", "--password-file", "--token", "--secret-id", "PASSWORD_MIN_LENGTH=12",
        "--password=$DB_PASSWORD", "--password=${DB_PASSWORD}", "--password=\"${DB_PASSWORD}\"",
        "--token={{ .Values.a }}",
        "--password=$(cat /run/secrets/db)", "PASSWORD=$$DB_PASSWORD run", "--password $1", "password=$db_password",
        "--token=https://auth.example.com/token", "--password=file:///run/secrets/db", "--password=<your password>",
        "--secret=arn:aws:ssm:eu-west-1:123456789012:parameter/db/password:1", "Header=Content-Type text/plain",
        "Authorization header", "--header Accept: application/json", "echo bypass x", "compass=north",
        "mysql -p\"$MYSQL_PASSWORD\"", "--token=%%env_TOKEN%%",
        "echo password", "basic authentication", "Bearer authentication", "reset-password-email", "secretsmanager",
        "--api-key-header=X-Api-Key", "--enable-token-auth", "token=true", "auth=none",
        "traefik.http.routers.api.rule=Host(`api.example.com`) && PathPrefix(`/v1`)",
        "{\"source\":\"nginx\",\"service\":\"shop\"}", "com.datadoghq.tags.version", "v2.14.0", "2.14.0-rc.1+build.77",
        "ecs-svc/1234567890123456789", "subnet-0a1b2c3d4e5f67890", "i-0abcd1234efgh5678", "vpc-1a2b3c4d",
        "AWSServiceRoleForApplicationAutoScaling_ECSService", "mode=non-blocking", "max-buffer-size=25m",
        "com.amazonaws.ecs.container-name", "FluentBitForwardingOutputPlugin", "user:group", "1000:1000",
        "chown -R app:app /srv", "gunicorn -u 1000:1000 -b 0.0.0.0:8000 shop.wsgi:application",
        "celery -A shop worker --concurrency=4 -Q default,high_priority", "SELECT 1", "us-east-1a,us-east-1b",
        "--listen-address=0.0.0.0:9090", "java -jar /app/shop-2.14.0-SNAPSHOT-jar-with-dependencies.jar",
        "s3://acme-config-bucket-eu-west-1/shop/prod/config.yaml", "https://xray.eu-west-1.amazonaws.com",
        "KafkaListenerContainerFactory2Configuration", "OrderProcessingServiceV2Implementation",
        "proxy_pass http://backend;", "eyJ", "task:AKIA", "hf_model", "x-amzn-trace-id",
        "public.ecr.aws/nginx/nginx:1.27",
    ]

    @Test(arguments: innocents)
    func `is not an ordinary value of a task definition`(text: String) {
        #expect(CredentialText(text).credential?.name == nil, "\(text)")
    }

    @Test(arguments: [
        ("/aws/ecs/shop", "awslogs-group"), ("true", "token"), ("/run/secrets/x", "password"), ("300", "token"),
        ("ana", "user"), ("3600", "token-ttl"), ("ecs", "awslogs-stream-prefix"), ("", "secret"),
        ("arn:aws:ssm:eu-west-1:123456789012:parameter/key", "apikey"),
    ])
    func `is not every value with a secret-like name`(text: String, key: String) {
        #expect(CredentialText(text, under: key).credential == nil)
    }

    @Test func `is found if it looks random`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let found = (0..<2_000).count { _ in
            let text = String((0..<32).map { _ in letters.randomElement(using: &dice) ?? "a" })
            return CredentialText("--seed \(text)").credential != nil
        }
        #expect(found >= 1_900, "seed \(seed): \(found) of 2000")
    }

    /// In a rule that takes the square of the time these are minutes.
    @Test(arguments: [
        "=", ":", "= ", "a=", "token=", "password=", "header:", "authorization=", "://", "x://a:", "u:p@", "a://b:c@",
        "npm_", "hf_-", "SG.", "eyJ-", "eyJ.", "-----BEGIN ", "$5$", "$6$x", "Basic ", "Bearer a", "\"", "\\",
        "--token ",
        "-u a:b ", "arn:aws:", "AKIA", "arn:aws:a:b::c=", "Authorization Splunk ", "password:{{", "token=${", "aB3",
    ])
    func `is looked for in time that grows with the text`(part: String) {
        let text = CredentialText(String(repeating: part, count: 1_000_000 / part.utf8.count))
        let time = ContinuousClock().measure {
            _ = text.credential
            _ = text.masked(with: "••••")
        }
        #expect(time < .seconds(20), "\(part): \(time)")
    }

    @Test func `is masked whole, however long it is`() {
        let token = "npm_" + String(repeating: "a1", count: 5_000)
        #expect(CredentialText("x \(token) y").masked(with: "••••") == "x •••• y")
        #expect(CredentialText("password='\(token) \(token)' y").masked(with: "••••") == "password='••••' y")
    }

    @Test func `is masked in a message, and nothing else is`() {
        let message = "cannot reach postgres://shop:hunter2@db with token=abc123def from AKIA" + "IOSFODNN7EXAMPLE."
        #expect(
            CredentialText(message).masked(with: "••••")
                == "cannot reach postgres://shop:••••@db with token=•••• from ••••."
        )
        for text in Self.innocents { #expect(CredentialText(text).masked(with: "••••") == text) }
    }
}
