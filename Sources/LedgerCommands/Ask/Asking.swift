import Glibc
import LedgerDomain
import LedgerSQLite
import LedgerViews
import LedgerValues
import LedgerSystem

/// The views, opened at the moment that a query asks for.
struct Asking {
    let session: ViewSession
    let directory: String
    let now: Timestamp

    init(_ options: AskOptions, withLog: Bool = false) throws(Failure) {
        try self.init(options.ledger, options.moment, withLog: withLog)
    }

    /// A query that reads records' data asks for it `withLog`.
    init(_ ledger: LedgerOptions, _ moment: MomentOptions? = nil, withLog: Bool = false) throws(Failure) {
        now = .now()
        directory = try ledger.directory()
        let store = try Self.store(of: directory)
        let moment =
            switch try moment?.read(now: now) {
            case nil: Moment.now
            case .moment(let moment)?: moment
            case .end(let id, let version)?: try Self.end(of: version, of: id, in: store, now: now)
            }
        do { session = try store.open(at: moment, now: now, withLog: withLog) } catch { throw Failure(error) }
    }

    /// The rows of a statement.
    func rows(_ statement: Statement, _ parameters: [String: Cell] = [:], limit: Int = .max) throws(Failure) -> Rows {
        do { return Rows(try session.rows(of: statement, parameters, limit: limit)) } catch { throw Failure(error) }
    }
}

// MARK: - Opening

extension Asking {
    /// The views of a directory, which must be a ledger: views would be made in any directory.
    private static func store(of directory: String) throws(Failure) -> ViewStore {
        // Views that are up to date with head.json are asked without the log; it must be there all the same.
        if SQLiteEventLog.acknowledgedSize(at: directory) == nil || isEmpty("\(directory)/log.db") {
            do { _ = try SQLiteEventLog.openForReading(at: directory) } catch { throw Failure(error) }
        }
        var progress: Progress?
        return ViewStore(directory: directory, log: LogAccess(directory: directory)) { position, total in
            guard total > 20_000 else { return }
            if progress == nil { progress = Progress("taking in events", total: total) }
            progress?.advance(to: position)
            if position == total { progress?.finish() }
        }
    }

    private static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_size == 0
    }

    /// The position of the last event of a deployment so far: when it ended, if it has.
    private static func end(
        of version: Int,
        of id: StageID,
        in store: ViewStore,
        now: Timestamp
    ) throws(Failure) -> Moment {
        let found: Table
        do {
            found = try store.open(now: now).rows(of: .deploymentEnd, id.parameters(version: version))
        } catch { throw Failure(error) }
        guard case .integer(let position)? = found["position"].first else {
            throw .notFound("\(id) has no v\(version)", hint: "stackledger history \(id)")
        }
        return .position(Int(position))
    }
}

extension StageID {
    /// What the statements on a stage ask for.
    var parameters: [String: Cell] {
        ["stack": .text(stack.rawValue), "stage": .text(stage.rawValue)]
    }

    func parameters(version: Int) -> [String: Cell] {
        parameters.merging(["version": .integer(Int64(version))]) { $1 }
    }
}
