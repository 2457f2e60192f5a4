import Foundation
import LedgerDomain
import Testing

@Suite(.startsPrograms)
struct `The documents` {
    @Test func `link to what is there`() throws {
        let documents = try Document.all()
        #expect(documents.count >= 11)
        for document in documents {
            for link in document.links { #expect(try document.leads(by: link), "\(document.path) links to \(link)") }
        }
    }

    @Test func `name files that are there`() throws {
        let files = try ["Schema", "Sources", "Tests"].reduce(into: Set<String>()) { files, folder in
            let path = Document.package.appendingPathComponent(folder).path
            let below = try FileManager.default.subpathsOfDirectory(atPath: path)
            files.formUnion(below.compactMap { $0.split(separator: "/").last.map(String.init) })
        }
        for path in ["CONTRIBUTING.md", "docs/architecture.md"] {
            let names = try Document(path).code.filter { $0.hasSuffix(".swift") && !$0.contains("…") }
            #expect(!names.isEmpty)
            for name in names {
                let isThere = name.split(separator: "/").last.map { files.contains(String($0)) } ?? false
                #expect(isThere, "\(path) names \(name)")
            }
        }
    }

    @Test func `say which permission each change of AWS needs`() throws {
        let permissions = try Document("docs/permissions.md").text
        for operation in DeploymentOperation.allCases {
            let action = "\(operation.service):\(operation.operation)"
            #expect(permissions.contains("`\(action)`"), "\(action)")
        }
    }

    @Test func `say what every type of event is`() throws {
        let architecture = try Document("docs/architecture.md").text
        for type in EventType.allCases {
            let words = type.rawValue.split(separator: ".").map(String.init)
            let isNamed = architecture.contains("`\(words[0]).\(words[1])`") || architecture.contains("`\(words[1])`")
            #expect(isNamed, "\(type.rawValue)")
        }
    }

    @Test func `have recipes that work`() throws {
        let recipes = try Document("docs/scripting.md").blocks("sh")
        #expect(recipes.count > 5)
        let sandbox = try Sandbox()
        let beginning = "set -euo pipefail\ntrap 'echo \"failed: $BASH_COMMAND\" >&2' ERR\n"
        let answer = try sandbox.bash(beginning + recipes.joined(separator: "\n"))
        #expect(answer.status == 0, "\(answer.error)")
        #expect(answer.lines.contains("2bf209a runs in prod"), "\(answer.output)")
        let rollbacks = try String(contentsOfFile: "\(sandbox.path)/rollbacks.csv", encoding: .utf8)
        #expect(rollbacks.split(separator: "\n").count == 3, "\(rollbacks)")
    }
}

extension Document {
    /// Whether there is a file, and a heading in it where the link names one.
    fileprivate func leads(by link: String) throws -> Bool {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let folder = path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        let target = parts[0].isEmpty ? path : folder + parts[0]
        let file = Self.package.appendingPathComponent(target).standardized.path
        guard FileManager.default.fileExists(atPath: file) else { return false }
        return try parts.count < 2 || Document(target).anchors.contains(parts[1])
    }
}
