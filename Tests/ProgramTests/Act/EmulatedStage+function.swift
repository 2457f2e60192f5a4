import Foundation
import LedgerDomain
import Testing
import LedgerValues

/// A Lambda function at the emulator, and a ledger that knows it as `shop/dev`.
extension EmulatedStage {
    /// Of the image `v4`, called through `alias` where there is one, which names its version 1; or of a zip file.
    init(alias: String?, approval: String = "automatic", isZip: Bool = false) throws {
        let emulator = try Emulator.shared.get()
        let name = "fn-\(UUID().uuidString.prefix(8).lowercased())"
        let image = JSONValue.string("\(Self.registry)/shop@\(emulator.digests["v4"] ?? "")")
        try emulator.ask(
            "place_function",
            ["name": .string(name), "image": isZip ? .null : image, "alias": alias.map { .string($0) } ?? .null]
        )
        let sandbox = try Sandbox.withLedger()
        try sandbox.record([
            Event.stack("shop"),
            Self.added("dev", function: name, alias: alias, approval: approval, region: "eu-west-1"),
        ])
        self.init("shop/dev", in: "eu-west-1", named: name, sandbox, emulator)
    }

    /// The line that adds a function to the stack as a stage.
    static func added(
        _ stage: String,
        function name: String,
        alias: String?,
        approval: String,
        region: String
    ) -> String {
        var added: JSONObject = [
            "stack": "shop", "stage": .string(stage), "account": "123456789012", "region": .string(region),
            "approval": .string(approval), "target": ["kind": "lambda", "function": .string(name)],
        ]
        added["settings"] = alias.map { ["alias": .string($0)] }
        return Event.line("stage.added", nil, added)
    }

    static let registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"

    /// The image of the newest code, or of a version, as another program sees it.
    func functionImage(_ version: String = "$LATEST") throws -> String? {
        let told = try emulator.cli("lambda", "get-function", "--function-name", name, "--qualifier", version)
        return told["Code"]?["ResolvedImageUri"]?.string
    }

    /// The version that the alias names, as another program sees it.
    func aliasVersion(_ alias: String = "live") throws -> String? {
        try emulator.cli("lambda", "get-alias", "--function-name", name, "--name", alias)["FunctionVersion"]?.string
    }

    /// The versions of the function, `$LATEST` aside, as another program sees them.
    func functionVersions() throws -> [String] {
        let told = try emulator.cli("lambda", "list-versions-by-function", "--function-name", name)
        return told["Versions"]?.array?.compactMap { $0["Version"]?.string }.filter { $0 != "$LATEST" } ?? []
    }

    /// The function's tags, as another program sees them.
    func functionTags() throws -> JSONValue? {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:\(name)"
        return try emulator.cli("lambda", "list-tags", "--resource", arn)["Tags"]
    }

    /// Somebody else gives the function an image.
    func updateBySomebodyElse(_ tag: String) throws {
        _ = try emulator.cli("lambda", "update-function-code", "--function-name", name, "--image-uri", image(tag))
        for _ in 0..<2 { _ = try functionImage() }
    }
}
