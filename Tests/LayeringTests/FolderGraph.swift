/// Which folders of a module use types of which others.
///
/// A type belongs to the folder that declares it at the top level; one that two folders declare belongs to neither. Comments
/// and strings do not count.
struct FolderGraph {
    /// Pairs of folders that use each other, with a type for each direction.
    private(set) var mutual: [String] = []

    init(of module: String) {
        var sources: [(folder: String, words: Set<Substring>)] = []
        var owners: [Substring: Set<String>] = [:]
        for file in Folder.swiftFiles(below: module) {
            let parts = file.dropFirst(module.count + 1).split(separator: "/")
            guard parts.count > 1, let text = Folder.text(of: file) else { continue }
            let folder = String(parts[0])
            for name in text.matches(of: Self.declaration).map(\.1) { owners[name, default: []].insert(folder) }
            sources.append((folder, Set(Self.code(of: text).matches(of: /\b[A-Z]\w+/).map { Substring(String($0.0)) })))
        }
        var uses: [String: [String: Substring]] = [:]
        for (folder, words) in sources {
            for word in words {
                guard let owner = owners[word], owner.count == 1, let other = owner.first, other != folder else {
                    continue
                }
                uses[folder, default: [:]][other] = word
            }
        }
        for (folder, others) in uses.sorted(by: { $0.key < $1.key }) {
            for (other, type) in others where folder < other {
                guard let back = uses[other]?[folder] else { continue }
                mutual.append("\(folder) uses \(type) of \(other), which uses \(back)")
            }
        }
    }

    private static var declaration: Regex<(Substring, Substring)> {
        /(?m)^(?:package |internal |final |indirect )*(?:struct|enum|class|protocol|typealias|actor) (\w+)/
    }

    private static func code(of text: String) -> String {
        text.replacing(/(?s)""".*?"""/, with: "").replacing(/"(?:[^"\\\n]|\\.)*"/, with: "")
            .replacing(/\/\/[^\n]*/, with: "")
    }
}
