import Foundation
import LedgerDomain
import Testing

@testable import LedgerAWS

struct `The calls of AWS` {
    /// The operations that the sources name.
    private static func written() throws -> Set<String> {
        let folder = Python.package.appendingPathComponent("Sources/LedgerAWS/Calls")
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try files.reduce(into: []) { found, file in
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for match in text.matches(of: /AWSOperation\(\s*\.\w+,\s*"(\w+)"/) { found.insert(String(match.1)) }
        }
    }

    @Test func `have an example each, which botocore is compared with`() throws {
        #expect(try Self.written() == Set(ExampleCall.all.map(\.operation.name)))
    }

    @Test(arguments: DeploymentOperation.allCases)
    func `have a write for each operation of a deployment`(operation: DeploymentOperation) throws {
        let call = try #require(ExampleCall.all.first { $0.operation.name == operation.operation })
        #expect(call.operation.service.signingName == operation.service)
        #expect(!call.isRead)
    }
}
