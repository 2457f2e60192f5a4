/// A credential with a prefix that its issuer gives to all of its kind.
private struct TokenShape {
    let name: String
    let prefixes: [CredentialMark]
    var tail = 20...Int.max
    var alphabet = ByteSet.word

    func ranges(_ text: CredentialText) -> [Range<Int>] {
        prefixes.flatMap { prefix in
            text.runs(from: prefix, of: alphabet).filter { tail.contains($0.count - prefix.text.utf8.count) }
        }
    }
}

extension CredentialRule {
    /// Forms documented by AWS (IAM identifiers), GitHub, GitLab, Slack, Stripe, Google, npm, PyPI and others.
    static let tokens = shapes.map { shape in CredentialRule(name: shape.name) { shape.ranges($0) } }

    private static let shapes = [
        TokenShape(
            name: "aws-access-key-id",
            prefixes: ["AKIA", "ASIA", "ABIA", "ACCA"],
            tail: 16...16,
            alphabet: .capitalsAndDigits
        ),
        TokenShape(name: "github-token", prefixes: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"]),
        TokenShape(
            name: "gitlab-token",
            prefixes: [
                "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glimt-", "glagent-",
            ],
            alphabet: .name
        ),
        TokenShape(
            name: "slack-token",
            prefixes: ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-"],
            tail: 10...Int.max,
            alphabet: .name
        ),
        TokenShape(name: "slack-webhook", prefixes: ["hooks.slack.com/services/"], alphabet: .path),
        TokenShape(
            name: "stripe-key",
            prefixes: ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_"],
            tail: 10...Int.max
        ),
        TokenShape(name: "google-key", prefixes: ["AIza", "GOCSPX-", "ya29."]),
        TokenShape(name: "npm-token", prefixes: ["npm_"]),
        TokenShape(name: "pypi-token", prefixes: ["pypi-AgE"]),
        TokenShape(
            name: "vendor-token",
            prefixes: [
                "SG.", "hvs.", "hvb.", "dop_v1_", "doo_v1_", "dckr_pat_", "sk-ant-", "sk-proj-", "hf_", "shpat_",
                "glsa_", "NRAK-", "PMAK-", "xkeysib-", "lin_api_", "AGE-SECRET-KEY-1", "sq0csp-", "rubygems_",
            ]
        ),
    ]

    /// RFC 7519 §3.1: two parts of base64url-encoded JSON objects, and a signature.
    static let jwt = CredentialRule(name: "jwt") { text in
        text.runs(from: "eyJ", of: .name).filter { run in
            let parts = text.bytes[run].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            let isObject = parts.map { $0.starts(with: "eyJ".utf8) }
            return zip(isObject, isObject.dropFirst()).dropLast().contains { $0 && $1 }
        }
    }

    /// RFC 7468: from the `BEGIN` line to the end of the text.
    static let privateKey = CredentialRule(name: "private-key") { text in
        let start = text.places(of: "-----BEGIN ").first { start in
            String(decoding: text.bytes[start...].prefix(60), as: UTF8.self).contains("PRIVATE KEY")
        }
        return start.map { [$0..<text.bytes.count] } ?? []
    }

    /// crypt(5) and htpasswd hashes, which reverse proxies keep in labels; Compose files double the dollar signs.
    static let passwordHash = CredentialRule(name: "password-hash") { text in
        hashMarks.flatMap { form in
            text.runs(from: form, of: .crypt, anywhere: true).filter { $0.count >= form.text.utf8.count + 20 }
        }
    }

    private static let hashMarks = ["$2a$", "$2b$", "$2y$", "$apr1$", "$5$", "$6$", "$y$", "$argon2", "{SHA}"].flatMap {
        let doubled = $0.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
        return [CredentialMark(text: $0), CredentialMark(text: doubled)]
    }
}

extension ByteSet {
    fileprivate static let crypt = ByteSet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./$=,+"
    )
}

extension String {
    fileprivate func contains(_ text: String) -> Bool {
        utf8.count >= text.utf8.count
            && utf8.indices.contains { self[$0...].utf8.starts(with: text.utf8) }
    }
}
