import LedgerDomain
import LedgerOperations
import LedgerValues
import LedgerViews

/// Calls as a table.
struct CallsText {
    private let rows: [Row]

    init(_ rows: [Row]) {
        self.rows = rows
    }

    var text: String {
        guard !rows.isEmpty else { return "No calls." }
        let times = RelativeTime()
        return TextTable.text(
            of: rows,
            [
                ListColumn("when", .quiet) { row in times.text(row.text("at")) },
                ListColumn("stage") { $0.text("stages") },
                ListColumn("operation") { Self.operation($0) },
                ListColumn("by", ink: { Self.isRoot($0) ? .bad : nil }) { Self.caller($0) },
                ListColumn("from") { $0.text("address") },
                ListColumn("agent") { row in ShortAgent.text(row.text("agent")) },
                ListColumn("error", .bad) { row in
                    [row.text("code"), row.text("message")].compactMap(\.self).joined(separator: ": ")
                },
            ]
        )
    }

    private static func isRoot(_ row: Row) -> Bool { row.text("principal_kind") == "root" }

    private static func caller(_ row: Row) -> String {
        let name = row.text("principal") ?? ""
        return isRoot(row) ? "\(name) (root of \(row.text("account") ?? ""))" : name
    }

    /// With the parameters that say what an update does: `UpdateService desiredCount=0`.
    private static func operation(_ row: Row) -> String {
        let request = row.json("request")
        let told = ["taskDefinition", "desiredCount", "forceNewDeployment"].compactMap { name -> String? in
            guard let value = request[name], !value.isNull else { return nil }
            return "\(name)=\(value.string ?? CanonicalJSON.text(value.masked))"
        }
        return ([row.text("operation") ?? ""] + told).joined(separator: " ")
    }
}

/// What made a call, as people know it: the console, the name and version of a tool.
enum ShortAgent {
    private static let tools = [
        "aws-cli", "Terraform", "OpenTofu", "Pulumi", "aws-cdk", "Boto3", "Botocore", "aws-sdk-go-v2", "aws-sdk-go",
        "aws-sdk-js", "aws-sdk-java", "aws-sdk-rust", "aws-sdk-dotnet-core", "aws-sdk-php", "aws-sdk-ruby3",
        "aws-sdk-swift", "stackledger",
    ]

    static func text(_ agent: String?) -> String {
        guard let agent, !agent.isEmpty else { return "" }
        if isConsole(agent) { return "console" }
        let words = agent.split { " ;[](),".contains($0) }.map(String.init)
        for tool in tools {
            if let word = words.first(where: { $0.lowercased().hasPrefix("\(tool.lowercased())/") }) { return word }
        }
        return words.first ?? agent
    }

    /// What a browser sends through the console is told as the browser's own agent.
    private static func isConsole(_ agent: String) -> Bool {
        ["console.amazonaws.com", "signin.amazonaws.com", "AWS Internal"].contains(agent)
            || agent.hasPrefix("Mozilla/") || agent.hasPrefix("AWS-Console") || agent.contains("S3Console/")
    }
}
