import LedgerDomain
import LedgerLog
import LedgerValues

/// Splits a byte stream into JSON values, holding one value at a time.
///
/// A value ends where its brackets close, so JSON lines, pretty-printed documents and concatenated values all work;
/// each element of a top-level array is a value, and so is each element of `{"Records": […]}`, however many there are.
/// Another wrapper that is larger than a value may be is split into several, each with some of its elements. Values are not
/// validated. A broken value is cut so that its parser notices and the values after it stay intact. Before the first value
/// of a line there may be a byte order mark, and what
/// CloudWatch Logs writes there: the time, and the name of the log stream.
struct ValueSplitter {
    struct Piece: Equatable {
        let line: Int
        let bytes: [UInt8]
        /// Longer than a value may be; ``bytes`` is only its beginning.
        var isTooLong = false
    }

    /// The maximum size of a value in bytes, apart from the texts in it: each bracket may cost a hundred bytes of memory.
    static let largest = 1 << 20
    /// The maximum size of a value with its texts: in a wrapper, events are a text, and escaped or in base64.
    static let largestWrapper = 16 << 20

    private var scan = Scan()
    private var line: [UInt8] = []
    private var lineNumber = 1
    /// Whether the beginning of the line was split already.
    private var isWithinLine = false

    /// The line that the next byte is in.
    var currentLine: Int { lineNumber }

    /// Processes the next bytes; returns the values that end in them.
    mutating func split(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            line += rest[..<end]
            endLine(&pieces)
            rest = rest[(end + 1)...]
        }
        line += rest
        // Firehose writes its objects without newlines.
        if line.count > Self.largest { takePart(&pieces) }
        return pieces
    }

    /// Call at the end of the input; returns what is left.
    mutating func finish() -> [Piece] {
        var pieces: [Piece] = []
        if !line.isEmpty { endLine(&pieces) }
        pieces += scan.finish(at: max(1, lineNumber - 1))
        return pieces
    }

    private mutating func endLine(_ pieces: inout [Piece]) {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if scan.isOpen, !isWithinLine, line.beginsAnother { pieces += scan.giveUp() }
        takePart(&pieces)
        pieces += scan.endLine()
        isWithinLine = false
        lineNumber += 1
    }

    private mutating func takePart(_ pieces: inout [Piece]) {
        pieces += scan.take(line, number: lineNumber, beginsLine: !isWithinLine)
        line.removeAll(keepingCapacity: true)
        isWithinLine = true
    }
}

extension [UInt8] {
    /// Whether this line is a complete event or wrapper, which means that the value before it was cut off.
    ///
    /// Pretty-printed documents indent their content, so few lines begin an object in the first column.
    fileprivate var beginsAnother: Bool {
        guard first == UInt8(ascii: "{") else { return false }
        var line = self
        while let last = line.last, last.isWhitespace || last == UInt8(ascii: ",") { line.removeLast() }
        guard case .object(let object)? = try? JSONReader.value(line, numbers: .fractionsAsText) else { return false }
        return object.isEventOrWrapper
    }
}

/// The state of the scan within a value.
private struct Scan {
    private var inArray = false
    /// Whether the array is the member of an object, and whether this object still has to end.
    private var (inMember, isEnding) = (false, false)
    private var depth = 0
    private var inString = false
    private var isEscaped = false
    private var value: [UInt8] = []
    /// How many bytes of ``value`` are in texts.
    private var textSize = 0
    /// The beginning of the last text at the top of the value, which names the list that may follow.
    private var name: [UInt8] = []
    private var list: WrapperList?
    private var firstLine = 1
    /// After a broken value, the rest of its document is skipped until a line begins a new one.
    private var isSkipping = false
    private var isSkippingLine = false

    var isOpen: Bool { depth > 0 }

    /// Takes a line or a part of one; ``endLine()`` follows the last part.
    mutating func take(_ line: [UInt8], number: Int, beginsLine: Bool) -> [ValueSplitter.Piece] {
        if beginsLine, isSkipping {
            if let first = line.first, !first.isWhitespace, !first.isClosing {
                isSkipping = false
            } else {
                isSkippingLine = true
            }
        }
        if isSkippingLine { return [] }
        var pieces: [ValueSplitter.Piece] = []
        var start = beginsLine && !isOpen ? line.preamble : 0
        var index = start
        while index < line.count {
            if inString {
                index = takeText(of: line, from: index)
            } else {
                take(line, &index, &start, number: number, &pieces)
            }
        }
        keep(line[start...], number: number)
        takeElements(&pieces)
        if isTooLong {
            flush(&pieces)
            leaveMember()
            (isSkipping, isSkippingLine) = (true, true)
        }
        return pieces
    }

    private var isTooLong: Bool {
        value.count - textSize > ValueSplitter.largest || value.count > ValueSplitter.largestWrapper
    }

    mutating func giveUp() -> [ValueSplitter.Piece] {
        var pieces: [ValueSplitter.Piece] = []
        flush(&pieces)
        leaveMember()
        return pieces
    }

    /// What follows a broken value begins anew.
    private mutating func leaveMember() {
        if inMember { (inArray, inMember) = (false, false) }
    }

    /// An array that is never closed counts as a broken value too.
    mutating func finish(at line: Int) -> [ValueSplitter.Piece] {
        let isWithin = inArray || isEnding
        var pieces = giveUp()
        if isWithin, pieces.isEmpty {
            pieces.append(ValueSplitter.Piece(line: line, bytes: [UInt8(ascii: "[")]))
        }
        return pieces
    }

    /// Processes one byte outside strings; the bytes from `start` on are not in ``value`` yet.
    private mutating func take(
        _ line: [UInt8],
        _ index: inout Int,
        _ start: inout Int,
        number: Int,
        _ pieces: inout [ValueSplitter.Piece]
    ) {
        let byte = line[index]
        let isOutside = depth == 0
        index += 1
        switch byte {
        case UInt8(ascii: "\""):
            inString = true
            if depth == 1 { name.removeAll(keepingCapacity: true) }
        case UInt8(ascii: "[") where isOutside && !inArray && value.isEmpty && start == index - 1:
            inArray = true
            start = index
        case UInt8(ascii: "[") where depth == 1 && !inArray && !isEnding && isWrapper(line[start..<index - 1]):
            forget()
            (depth, inArray, inMember) = (0, true, true)
            start = index
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if depth == 1, list == nil { list = WrapperList(name, from: value.count + index - start, textSize) }
            depth += 1
        case UInt8(ascii: ",") where depth == 2: list?.endElement(at: value.count + index - 1 - start, textSize)
        case UInt8(ascii: "]") where isOutside && inArray:
            cut(line[start..<index - 1], number: number, &pieces)
            inArray = false
            if inMember { (depth, inMember, isEnding) = (1, false, true) }
            start = index
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            if depth > 0 { depth -= 1 }
            if depth == 1 { list?.isOpen = false }
            guard depth == 0 else { return }
            if isEnding { forget() } else { cut(line[start..<index], number: number, &pieces) }
            start = index
        case UInt8(ascii: ",") where isOutside && inArray, 0x20 where isOutside, 0x09 where isOutside,
            0x0D where isOutside:
            cut(line[start..<index - 1], number: number, &pieces)
            start = index
        default: return
        }
    }

    /// Takes a text up to its closing quote, or to the end of the line; returns the index after it.
    private mutating func takeText(of line: [UInt8], from start: Int) -> Int {
        let end = endOfString(in: line, from: start)
        let text = line[start..<(inString ? end : end - 1)]
        textSize += text.count
        if depth == 1 { name += text.prefix(WrapperList.longestName + 1 - name.count) }
        return end
    }

    /// Whether the value so far, which ends in `rest`, is the beginning of a wrapper's array.
    private func isWrapper(_ rest: ArraySlice<UInt8>) -> Bool {
        guard value.count + rest.count < 64 else { return false }
        return (value + rest).filter { !$0.isWhitespace }.elementsEqual(#"{"Records":"#.utf8)
    }

    /// Drops what is around the array in its object.
    private mutating func forget() {
        value.removeAll(keepingCapacity: true)
        (textSize, list, isEnding) = (0, nil, false)
    }

    private mutating func endOfString(in line: [UInt8], from start: Int) -> Int {
        var index = start
        while index < line.count {
            let byte = line[index]
            index += 1
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString = false
                return index
            }
        }
        return index
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>, number: Int) {
        if value.isEmpty { firstLine = number }
        value += bytes
    }

    private mutating func cut(_ bytes: ArraySlice<UInt8>, number: Int, _ pieces: inout [ValueSplitter.Piece]) {
        keep(bytes, number: number)
        takeElements(&pieces)
        flush(&pieces)
    }

    /// Makes a wrapper of the elements so far if the value has become too large; the others stay in it.
    private mutating func takeElements(_ pieces: inout [ValueSplitter.Piece]) {
        guard value.count > ValueSplitter.largest, let list, !list.isEmpty else { return }
        pieces.append(ValueSplitter.Piece(line: firstLine, bytes: value[..<list.end] + Array("]}".utf8)))
        value.removeSubrange(list.start...list.end)
        textSize -= list.textSize
        self.list?.removeElements()
    }

    /// JSON strings do not span lines, so an open string means a broken value.
    mutating func endLine() -> [ValueSplitter.Piece] {
        if isSkippingLine {
            isSkippingLine = false
            return []
        }
        var pieces: [ValueSplitter.Piece] = []
        if depth == 0 || inString {
            isSkipping = inString && depth > 0
            if inString { leaveMember() }
            flush(&pieces)
        } else if !value.isEmpty {
            value.append(UInt8(ascii: "\n"))
        }
        return pieces
    }

    private mutating func flush(_ pieces: inout [ValueSplitter.Piece]) {
        let isTooLong = isTooLong
        let bytes = isTooLong ? Array(value.prefix(64)) : value
        if !value.isEmpty { pieces.append(ValueSplitter.Piece(line: firstLine, bytes: bytes, isTooLong: isTooLong)) }
        value.removeAll(keepingCapacity: value.count <= ValueSplitter.largest)
        (depth, inString, isEscaped, isEnding) = (0, false, false, false)
        (textSize, list) = (0, nil)
    }
}

extension UInt8 {
    var isWhitespace: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }
    fileprivate var isClosing: Bool { self == UInt8(ascii: "}") || self == UInt8(ascii: "]") }
}

extension [UInt8] {
    /// How many bytes at the beginning of a line come before its first value.
    ///
    /// An export task of CloudWatch Logs writes `TIME VALUE`, and `aws logs tail` writes `TIME LOGSTREAM VALUE`.
    fileprivate var preamble: Int {
        let mark = starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard self[mark...].beginsWithTime else { return mark }
        let words = self[mark...].split(separator: UInt8(ascii: " "), maxSplits: 2)
        let value = words.dropFirst().first { $0.first == UInt8(ascii: "{") || $0.first == UInt8(ascii: "[") }
        return value?.startIndex ?? mark
    }
}

extension ArraySlice<UInt8> {
    fileprivate var beginsWithTime: Bool {
        let form = "0000-00-00T".utf8
        return count > form.count
            && zip(self, form).allSatisfy { byte, wanted in
                wanted == UInt8(ascii: "0") ? UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte : byte == wanted
            }
    }
}
