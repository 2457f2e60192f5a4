import LedgerDomain
import LedgerViews
import SystemPackage
import Testing

struct `The schema of the views` {
    @Test(arguments: ViewCatalog.names)
    func `matches its page`(table: String) throws {
        let page = try text("Schema/views/\(table).md")
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        let documented = rows.compactMap { $0.split(separator: "|").first.map { $0.split(separator: " ").joined() } }
        let session = try ViewFixture().session()
        let columns = try session.rows(of: Statement("SELECT name FROM pragma_table_xinfo('\(table)', 'main')"))
        #expect(documented == columns.rows.compactMap(\.first?.text))
        let shown = try #require(try session.catalog().entries.first { $0.name == table })
        #expect(documented == shown.columns.map(\.name))
    }

    private func text(_ path: String) throws -> String {
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        let file = try FileDescriptor.open(root.appending(path), .readOnly)
        return try file.closeAfter {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0) }
            return String(decoding: bytes.prefix(count), as: UTF8.self)
        }
    }
}
