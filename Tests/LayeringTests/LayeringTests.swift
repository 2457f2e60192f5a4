import Glibc
import Testing

/// The table of allowed imports: a boundary only where a test can hold it.
///
/// SwiftPM's own check lets a module import what it reaches only through another.
private enum Layer: String, CaseIterable, CustomTestStringConvertible {
    case LedgerSchema, LedgerValues, LedgerSystem, LedgerDomain, LedgerLog, LedgerSQLite, LedgerPostgres, LedgerViews
    case LedgerAWS, LedgerIntake, LedgerProcessor, LedgerOperations, LedgerCommands, stackledger

    /// Where its sources are, below the package.
    var folder: String { self == .LedgerSchema ? "Schema" : "Sources/\(rawValue)" }

    /// Modules of this package; `LedgerDomain` wherever `LedgerLog`, as its values are the log's vocabulary.
    var modules: Set<String> {
        switch self {
        case .LedgerSchema, .LedgerValues: []
        case .LedgerSystem, .LedgerDomain: ["LedgerValues"]
        case .LedgerLog: ["LedgerDomain", "LedgerValues"]
        case .LedgerAWS: ["LedgerSystem", "LedgerValues"]
        case .LedgerSQLite: ["CSQLite", "LedgerDomain", "LedgerLog", "LedgerSchema", "LedgerSystem", "LedgerValues"]
        case .LedgerPostgres:
            ["CPostgres", "LedgerDomain", "LedgerLog", "LedgerSchema", "LedgerSystem", "LedgerValues"]
        case .LedgerViews:
            ["LedgerDomain", "LedgerLog", "LedgerSQLite", "LedgerSchema", "LedgerSystem", "LedgerValues"]
        case .LedgerIntake: ["CZlib", "LedgerAWS", "LedgerDomain", "LedgerLog", "LedgerValues"]
        case .LedgerProcessor: ["LedgerAWS", "LedgerDomain", "LedgerLog", "LedgerValues"]
        case .LedgerOperations:
            [
                "LedgerAWS", "LedgerDomain", "LedgerIntake", "LedgerLog", "LedgerPostgres", "LedgerProcessor",
                "LedgerSQLite", "LedgerSchema", "LedgerSystem", "LedgerValues", "LedgerViews",
            ]
        case .LedgerCommands:
            [
                "CReplays", "LedgerDomain", "LedgerLog", "LedgerOperations", "LedgerSystem", "LedgerValues",
                "LedgerViews",
            ]
        case .stackledger: ["LedgerCommands"]
        }
    }

    /// Modules of other packages and of the system.
    var libraries: Set<String> {
        switch self {
        case .LedgerSchema, .LedgerValues, .LedgerDomain: []
        case .LedgerSystem: ["Glibc", "Synchronization"]
        case .LedgerLog: ["Crypto", "Synchronization"]
        case .LedgerSQLite, .LedgerPostgres, .LedgerViews: ["Glibc", "Synchronization", "SystemPackage"]
        case .LedgerAWS:
            [
                "AsyncHTTPClient", "Crypto", "Glibc", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
                "Synchronization",
            ]
        case .LedgerIntake: ["Synchronization"]
        case .LedgerProcessor: ["Logging", "Synchronization"]
        case .LedgerOperations: ["Glibc", "Logging", "Synchronization"]
        case .LedgerCommands: ["ArgumentParser", "FoundationEssentials", "Glibc", "Logging", "Synchronization"]
        case .stackledger: ["ArgumentParser"]
        }
    }

    var testDescription: String { rawValue }
}

struct `A module` {
    @Test(arguments: Layer.allCases)
    fileprivate func `imports only what its layer allows`(layer: Layer) {
        let allowed = layer.modules.union(layer.libraries)
        for file in Folder.swiftFiles(below: layer.folder) {
            let wrong = Folder.imports(of: file).filter { !allowed.contains($0) }
            #expect(wrong.isEmpty, "\(file) imports \(wrong)")
        }
    }

    @Test(arguments: Layer.allCases)
    fileprivate func `has no two folders that need each other`(layer: Layer) {
        #expect(FolderGraph(of: layer.folder).mutual.isEmpty)
    }

    @Test func `has a place in the table`() {
        let known = Set(Layer.allCases.map(\.rawValue)).union(["CPostgres", "CReplays", "CSQLite", "CZlib"])
        #expect(Set(Folder.names(in: "Sources")).subtracting(known).isEmpty)
    }

    @Test(arguments: [
        ("import Glibc\n", ["Glibc"]),
        ("// import A\npackage import B\n  @testable import C\nlet important = 1\n", ["B", "C"]),
        (
            "import struct Foundation.Date\nimport D.E\n@preconcurrency internal import F // why\n",
            ["Foundation", "D", "F"]
        ),
    ])
    func `is known by its imports`(source: String, modules: [String]) {
        #expect(Folder.imports(ofSource: source) == modules)
    }
}

/// The package's own files.
enum Folder {
    private static let package = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    private static let kinds: Set<Substring> = [
        "actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
    ]

    static func swiftFiles(below folder: String) -> [String] {
        names(in: folder).flatMap { name in
            let path = "\(folder)/\(name)"
            return name.hasSuffix(".swift") ? [path] : swiftFiles(below: path)
        }
    }

    /// Empty for what is not a folder.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir("\(package)/\(folder)") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func imports(of file: String) -> [String] {
        text(of: file).map(imports(ofSource:)) ?? ["a file that cannot be read"]
    }

    static func text(of file: String) -> String? {
        guard let stream = fopen("\(package)/\(file)", "r") else { return nil }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func imports(ofSource source: String) -> [String] {
        source.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isModifier) else {
                return nil
            }
            let module = words[(keyword + 1)...].first { !kinds.contains($0) }
            return module?.split(separator: ".").first.map(String.init)
        }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.hasPrefix("@") || ["fileprivate", "internal", "package", "private", "public"].contains(word)
    }
}
