extension SQLiteConnection {
    /// How a transaction begins.
    package enum Transaction: Sendable {
        /// Reads one state of the database.
        case deferred
        /// Takes the write lock at the start.
        case immediate
    }

    /// Runs `body` in a transaction; rolls back if it throws.
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

    /// A failed COMMIT may leave the transaction open; some errors have already rolled it back.
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
