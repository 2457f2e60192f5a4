package import LedgerSystem

extension LineReader {
    static func opened(_ path: String, longest: Int) throws(OperationError) -> LineReader {
        do { return try LineReader(path: path, longest: longest) } catch { throw OperationError(error) }
    }
}

extension OperationError {
    package init(_ error: LineReaderError) {
        switch error {
        case .unreadable(let path, let code): self = .keeping(.unreadableInput(path: path, code: code))
        case .tooLong(let place, let longest): self = .keeping(.lineTooLong(place: place, longest: longest))
        }
    }
}
