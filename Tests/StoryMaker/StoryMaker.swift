import Glibc

/// Writes `Replays/NAME/log.jsonl` for every story, or for those that are named.
///
/// Not run by the tests: a log is made once and then is what it is. Made again, it has the same events with the same ids,
/// but other sealed values, for their key is thrown away.
@main
struct StoryMaker {
    private static let stories: [any Story] = [
        FirstWeek(), BadRelease(), CanaryRegion(), ExpiredImage(), TwiceAndOutOfOrder(),
    ]

    static func main() throws {
        let names = CommandLine.arguments.dropFirst()
        for story in stories where names.isEmpty || names.contains(story.name) {
            let narrator = try Narrator(of: story.name)
            try story.tell(narrator)
            let lines = try narrator.lines()
            try write(lines.map { $0 + [UInt8(ascii: "\n")] }, to: "\(replays)/\(story.name)/log.jsonl")
            if !narrator.arrived.isEmpty {
                try write(narrator.arrived, to: "\(replays)/\(story.name)/arrived.jsonl")
            }
            print("\(story.name): \(lines.count) events, \(lines.reduce(0) { $0 + $1.count + 1 }) bytes")
        }
    }

    /// Beside `Tests`, in which this file is.
    private static var replays: String {
        #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/Replays"
    }

    private static func write(_ lines: [[UInt8]], to path: String) throws {
        guard let file = fopen(path, "w") else { throw StoryError.notWritable(path) }
        defer { fclose(file) }
        for line in lines {
            guard fwrite(line, 1, line.count, file) == line.count else { throw StoryError.notWritable(path) }
        }
    }
}

/// Why a story could not be told.
enum StoryError: Error {
    case notWritable(String)
    case clockRunsBackwards(String)
    case noSuchVersion(String)
    case notUnderstood(String)
}
