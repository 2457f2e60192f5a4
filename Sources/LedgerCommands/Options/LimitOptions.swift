import ArgumentParser
import LedgerViews

/// How many rows a list shows.
struct LimitOptions: ParsableArguments {
    @Option(name: [.customShort("n"), .customLong("limit")], help: "Maximum number of rows; 0 for all.")
    private var limit = 50

    func cell() throws(Failure) -> Cell {
        guard limit >= 0 else { throw .usage(.negativeLimit(limit)) }
        return .integer(limit == 0 ? -1 : Int64(limit))
    }
}
