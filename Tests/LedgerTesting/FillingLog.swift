package import LedgerLog
internal import Synchronization

/// A log on a disk that has room for so many appends.
package final class FillingLog: EventLogWrapper {
    package let log: any EventLog
    private let left: Mutex<Int>

    package init(_ appends: Int, _ log: any EventLog) {
        self.log = log
        left = Mutex(appends)
    }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        let hasRoom = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard hasRoom else { throw .diskFull }
        return try log.append(writes)
    }
}
