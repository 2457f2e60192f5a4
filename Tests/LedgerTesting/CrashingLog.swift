package import LedgerLog

/// The log of a process that may die before and after each append; a dead one reads nothing either.
package struct CrashingLog: EventLogWrapper {
    package let log: any EventLog
    private let process: SimulatedProcess

    package init(_ log: any EventLog, of process: SimulatedProcess) {
        (self.log, self.process) = (log, process)
    }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        guard process.step() else { throw .diskFull }
        let places = try log.append(writes)
        guard process.step() else { throw .diskFull }
        return places
    }

    package func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        if process.isDead { throw .diskFull }
        return try log.records(of: subject, after: version, limit: limit)
    }
}
