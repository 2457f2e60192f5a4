import Glibc
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

// Appends events, telling each on stdout once it is acknowledged, until it is killed or has done its number.
//
// CrashWriter PATH WRITER FIRST COUNT TEXTBYTES [STEP NTH]

let arguments = CommandLine.arguments
guard arguments.count >= 6, let writer = Int(arguments[2]), let first = Int(arguments[3]),
    let count = Int(arguments[4]), let size = Int(arguments[5])
else { fatalError("CrashWriter PATH WRITER FIRST COUNT TEXTBYTES [STEP NTH]") }

/// Not thrown out of the program: the backtrace of a trap would outlive it and keep its reader waiting.
func run(_ death: Death?) throws(EventLogError) {
    let log = try SQLiteEventLog.open(at: arguments[1], clock: { .now }, onStep: { death?.pass($0) })
    let text = String(repeating: "x", count: size)
    var longest = Duration.zero
    for number in first..<first + count {
        let events = (0...number % 3).map { EventDraft.of(writer, number, $0, text) }
        let start = ContinuousClock.now
        let places = try log.append(events, to: "stack/writer-\(writer)", expecting: .any)
        longest = max(longest, ContinuousClock.now - start)
        tell(zip(places, events).map { "\($0.position) \($1.id)\n" }.joined())
    }
    tell("longest \(longest.microseconds)\n")
}

do { try run(Death(arguments.dropFirst(6))) } catch {
    tell("\(error)\n")
    exit(1)
}
