package import LedgerLog

extension EventLog {
    /// All records of one stream in order.
    package func allRecords(of subject: String) throws(EventLogError) -> [StoredRecord] {
        var all: [StoredRecord] = []
        while true {
            let page = try records(of: subject, after: all.count, limit: 500)
            all += page
            if page.count < 500 { return all }
        }
    }
}
