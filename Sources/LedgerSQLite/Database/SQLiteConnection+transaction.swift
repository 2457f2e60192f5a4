extension SQLiteConnection {
    /// How a transaction begins.
    package enum Transaction: Sendable {
        /// Reads one state of the database.
        case deferred
        /// Holds the right to write from the start.
        case immediate
    }

    /// Runs `body` in a transaction that is rolled back when it throws.
    package func transaction<Result, Failure: Error>(
        _ kind: Transaction,
        orFailure wrap: (SQLiteError) -> Failure,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        do { try execute(kind.begin) } catch { throw wrap(error) }
        do throws(Failure) {
            let result = try body()
            do { try execute(Statements.commit) } catch { throw wrap(error) }
            return result
        } catch {
            rollBack()
            throw error
        }
    }

    /// A COMMIT that fails may leave the transaction open, and some errors have rolled it back already.
    func rollBack() {
        guard !isAutocommitting else { return }
        try? execute(Statements.rollback)
    }
}

extension SQLiteConnection.Transaction {
    fileprivate var begin: String {
        switch self {
        case .deferred: Statements.beginDeferred
        case .immediate: Statements.beginImmediate
        }
    }
}
